using Inbox.Core.Settings;

namespace Inbox.Core.CannedAnswers;

/// <summary>A text kept ready, with placeholders. An agent puts it into the composer and sends it as their own.</summary>
public sealed class CannedAnswer : ISetting, IOffered
{
    public long Id { get; init; }

    public required string Title { get; set; }

    /// <summary>As an agent would type it, with <see cref="Placeholders"/>.</summary>
    public required string Body { get; set; }

    /// <summary>Words it is found by besides its own.</summary>
    public string Keywords { get; set; } = "";

    /// <summary>Code of its language, e.g. <c>de</c>; blank when it does not matter.</summary>
    public string Language { get; set; } = "";

    public long? DepartmentId { get; set; }

    public long? OwnerId { get; init; }

    /// <summary>Title, keywords, language and body in small letters; kept by the database.</summary>
    public string Search { get; private init; } = "";

    /// <summary>Counts the saves, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <summary>How often the agents of a department took an answer.</summary>
public sealed class CannedAnswerUse
{
    public required long AnswerId { get; init; }

    public required long DepartmentId { get; init; }

    public int Count { get; set; }
}

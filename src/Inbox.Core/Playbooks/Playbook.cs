using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Playbooks;

/// <summary>A checklist for a kind of case. It opens by itself on cases that meet every condition given, or by hand.</summary>
public sealed class Playbook : ISetting
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Offered to agents; one that is switched off stays where it is open.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Opens on its own where the conditions hold; otherwise only by hand.</summary>
    public bool OpensByItself { get; set; }

    /// <summary>Also whose cases it is offered on by hand; null: all.</summary>
    public long? DepartmentId { get; set; }

    public long? ChannelId { get; set; }

    /// <summary>This priority or a higher one.</summary>
    public Priority? Priority { get; set; }

    public string? Tag { get; set; }

    public long? SlaPolicyId { get; set; }

    /// <summary>Any of these words or phrases in the subject, found whole and without case.</summary>
    public string[] Words { get; set; } = [];

    public List<PlaybookStep> Steps { get; set; } = [];

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <param name="Link">An address on the web, or null.</param>
/// <param name="AnswerId">A canned answer that the step puts into the composer.</param>
/// <param name="MacroId">A macro that the step runs.</param>
/// <param name="Required">The case should not be resolved before it is done.</param>
public sealed record PlaybookStep(string Text, string? Link, long? AnswerId, long? MacroId, bool Required);

/// <summary>A playbook on a case, with the steps as they were when it opened. A playbook opens once a case.</summary>
public sealed class OpenPlaybook
{
    public long Id { get; init; }

    public required long CaseId { get; init; }

    /// <summary>Null when the playbook itself was deleted since.</summary>
    public long? PlaybookId { get; init; }

    /// <summary>Whose playbook it was; contractors see those of their own departments.</summary>
    public long? DepartmentId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null when a rule opened it.</summary>
    public long? OpenedById { get; init; }

    /// <summary>When the last open step was ticked.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    public List<OpenStep> Steps { get; set; } = [];

    public static OpenPlaybook Of(Playbook playbook, long caseId, long? openedBy, DateTimeOffset now) => new()
    {
        CaseId = caseId,
        PlaybookId = playbook.Id,
        DepartmentId = playbook.DepartmentId,
        Name = playbook.Name,
        OpenedAt = now,
        OpenedById = openedBy,
        Steps = playbook.Steps.ConvertAll(s => new OpenStep(s.Text, s.Link, s.AnswerId, s.MacroId, s.Required)),
    };
}

/// <summary>A step on a case, and who has done it when.</summary>
public sealed record OpenStep(string Text, string? Link, long? AnswerId, long? MacroId, bool Required)
{
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>The name, as it was then.</summary>
    public string? DoneBy { get; init; }
}

using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Macros;

/// <summary>Several changes of a case and perhaps a text, done with one key.</summary>
public sealed class Macro : ISetting, IOffered
{
    public long Id { get; init; }

    public required string Name { get; set; }

    public MacroText TextIs { get; set; }

    /// <summary>With <see cref="Placeholders"/>; blank when there is none.</summary>
    public string Text { get; set; } = "";

    public MacroActions Actions { get; set; } = new();

    public long? DepartmentId { get; set; }

    public long? OwnerId { get; init; }

    /// <summary>Counts the saves, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <summary>What becomes of a macro's text: an answer goes into the composer for the agent to check, a note is written at once.</summary>
public enum MacroText { None, Answer, Note }

public enum MacroAssign { Unchanged, Me, Nobody, Person }

/// <summary>What a macro changes; what is null or empty stays as it is.</summary>
public sealed record MacroActions
{
    public CaseStatus? Status { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Moves a New case, offers any other.</summary>
    public long? DepartmentId { get; init; }

    public MacroAssign Assign { get; init; }

    /// <summary>Who gets the case, with <see cref="MacroAssign.Person"/>.</summary>
    public long? AgentId { get; init; }

    public string[] AddTags { get; init; } = [];

    public string[] RemoveTags { get; init; } = [];

    public int? SnoozeHours { get; init; }

    public long? PlaybookId { get; init; }

    /// <summary>Serves every change that asks for a reason; blank: the agent is asked.</summary>
    public string Reason { get; init; } = "";

    public bool IsNothing() => this is { Status: null, Priority: null, DepartmentId: null, Assign: MacroAssign.Unchanged, AddTags: [], RemoveTags: [], SnoozeHours: null, PlaybookId: null };
}

using Inbox.Core.Departments;

namespace Inbox.Core.Cases;

public enum HandoffState { Offered, Accepted, Declined, Withdrawn, Done }

/// <summary>
/// A transfer of a case to a department: offered with a reason, then accepted, declined or withdrawn; an accepted one may be
/// handed back done. One open offer per case.
/// </summary>
public sealed class Handoff
{
    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required long FromDepartmentId { get; init; }

    public required long ToDepartmentId { get; init; }

    /// <summary>Null when a routing rule or a program offers.</summary>
    public long? OfferedById { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>What the receiver asks for, and what it was told.</summary>
    public List<ChecklistEntry> Checklist { get; set; } = [];

    public HandoffState State { get; private set; }

    public long? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DeclineReason { get; private set; }

    public long? DoneById { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>What the receiver did before it handed the case back.</summary>
    public string? DoneWords { get; private set; }

    /// <summary>What is still to be told to the receiver.</summary>
    public IEnumerable<string> Missing => Checklist.Where(e => e.IsMissing).Select(e => e.Label);

    /// <summary>By a routing rule, or by somebody who chose a contractor for a case that just opens: nobody could answer what the contractor asks for.</summary>
    public static Handoff ByRule(Case offered, Department receiver, string reason, DateTimeOffset now) => new()
    {
        CaseId = offered.Id,
        FromDepartmentId = offered.DepartmentId,
        ToDepartmentId = receiver.Id,
        Reason = reason,
        OfferedAt = now,
        Checklist = Cases.Checklist.Unanswered(receiver.Checklist),
    };

    public void Decide(HandoffState state, long? agentId, DateTimeOffset now, string? reason = null) =>
        (State, DecidedById, DecidedAt, DeclineReason) = (state, agentId, now, reason);

    /// <summary>The receiver has done its part.</summary>
    public void HandBack(long? agentId, DateTimeOffset now, string words) =>
        (State, DoneById, DoneAt, DoneWords) = (HandoffState.Done, agentId, now, words);
}

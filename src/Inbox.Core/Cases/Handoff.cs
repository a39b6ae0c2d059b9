namespace Inbox.Core.Cases;

public enum HandoffState { Offered, Accepted, Declined, Withdrawn, Done }

/// <summary>A transfer of a case to a department: offered with a reason, then accepted, declined or withdrawn. One open offer per case.</summary>
public sealed class Handoff
{
    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required long FromDepartmentId { get; init; }

    public required long ToDepartmentId { get; init; }

    /// <summary>Null when a routing rule offers.</summary>
    public long? OfferedById { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public HandoffState State { get; private set; }

    public long? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DeclineReason { get; private set; }

    public void Decide(HandoffState state, long? agentId, DateTimeOffset now, string? reason = null) =>
        (State, DecidedById, DecidedAt, DeclineReason) = (state, agentId, now, reason);
}

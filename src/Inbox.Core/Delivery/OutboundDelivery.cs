using Inbox.Core.Cases;

namespace Inbox.Core.Delivery;

/// <summary>Scheduled leaves at its time. Held: the customer wrote before it, so the author decides. AwaitingApproval: a second person reads it first. Pending may be undone. Sending is committed before the call. Unknown: it may or may not have left; an agent decides.</summary>
public enum OutboundState { Pending, Sending, Sent, Failed, Unknown, Undone, Bounced, Scheduled, Held, AwaitingApproval }

/// <summary>An answer that is owed to the far side. Saved together with its message.</summary>
public sealed class OutboundDelivery
{
    /// <summary>It stands in the conversation, and is no answer yet.</summary>
    public static IReadOnlyList<OutboundState> NotYet { get; } = [OutboundState.Scheduled, OutboundState.Held, OutboundState.AwaitingApproval];

    public long Id { get; init; }

    public required long MessageId { get; init; }

    public required long CaseId { get; init; }

    public required long ChannelId { get; init; }

    public OutboundState State { get; set; }

    /// <summary>End of the undo window, or time of the next attempt; of an answer that awaits approval, when its approvers are reminded.</summary>
    public required DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public int Attempts { get; set; }

    public string? Detail { get; set; }

    /// <summary>How the last attempt ended nobody knows: the far side is looked at before the next one.</summary>
    public bool Unsure { get; set; }

    /// <summary>What the case becomes when an answer leaves that was scheduled or awaited approval.</summary>
    public CaseStatus? Then { get; init; }

    /// <summary>The far side's ids of the posts after the first, in order, if it left as several.</summary>
    public string[] FurtherIds { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }
}

using Inbox.Core.Cases;

namespace Inbox.Core.Delivery;

/// <summary>Scheduled leaves at its time. Held: the customer wrote before it, so the author decides. Pending may be undone. Sending is committed before the call. Unknown: it may or may not have left; an agent decides.</summary>
public enum OutboundState { Pending, Sending, Sent, Failed, Unknown, Undone, Bounced, Scheduled, Held }

/// <summary>An answer that is owed to the far side. Saved together with its message.</summary>
public sealed class OutboundDelivery
{
    public long Id { get; init; }

    public required long MessageId { get; init; }

    public required long CaseId { get; init; }

    public required long ChannelId { get; init; }

    public OutboundState State { get; set; }

    /// <summary>End of the undo window, or time of the next attempt.</summary>
    public required DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public int Attempts { get; set; }

    public string? Detail { get; set; }

    /// <summary>What the case becomes when a scheduled answer leaves.</summary>
    public CaseStatus? Then { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }
}

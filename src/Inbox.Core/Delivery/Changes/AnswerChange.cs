namespace Inbox.Core.Delivery.Changes;

public enum AnswerChangeKind { Edit, Delete }

/// <summary>Doing is committed before the call. Failed: the far side refused it for good. Dropped: it failed, and an agent left it at that.</summary>
public enum AnswerChangeState { Pending, Doing, Done, Failed, Dropped }

/// <summary>That an answer which left is to be edited or deleted at the far side. Kept, so that it is known what stood there and who changed it.</summary>
public sealed class AnswerChange
{
    public long Id { get; init; }

    public required long MessageId { get; init; }

    public required long ChannelId { get; init; }

    public required AnswerChangeKind Kind { get; init; }

    /// <summary>What the answer said until then.</summary>
    public required string Before { get; init; }

    /// <summary>What it is to say; null when it is to be deleted.</summary>
    public string? Text { get; init; }

    public AnswerChangeState State { get; set; }

    public long? AgentId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Time of the next attempt.</summary>
    public required DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why it is not done yet, or never will be.</summary>
    public string? Detail { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}

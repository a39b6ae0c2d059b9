namespace Inbox.Core.Channels;

/// <summary>How an attempt to send ended.</summary>
/// <param name="Detail">The reason in words, or where it went.</param>
/// <param name="After">With <see cref="SendOutcome.Later"/>: the far side's wish.</param>
/// <param name="DoorFails">No other message would get out either: it is shown on the channel, and its owner is told.</param>
public sealed record SendResult(SendOutcome Outcome, string? Detail = null, TimeSpan? After = null, bool DoorFails = false)
{
    public static SendResult Sent { get; } = new(SendOutcome.Sent);

    /// <summary>The id that the far side gave the message; null where it kept the one that we chose.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Ids of the further posts that it became; replies may name any of them.</summary>
    public IReadOnlyList<string> FurtherIds { get; init; } = [];

    /// <summary>Where the message can be read.</summary>
    public string? Url { get; init; }

    /// <summary>With <see cref="SendOutcome.Later"/>: nothing is taken from this channel before; its other answers wait as well.</summary>
    public DateTimeOffset? LimitedUntil { get; init; }

    /// <summary>Our access was withdrawn or ran out: nothing gets through until a person renews it. Goes with <see cref="DoorFails"/>.</summary>
    public bool AccessLost { get; init; }
}

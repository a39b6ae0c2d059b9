namespace Inbox.Core.Mentions.Reach;

/// <summary>How far a public post had spread at a moment. Points are only added: together they are its growth.</summary>
public sealed class ReachPoint
{
    public required long MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many people it may have met.</summary>
    public required long Reach { get; init; }

    public required long Likes { get; init; }

    public required long Shares { get; init; }

    public required long Replies { get; init; }
}

/// <summary>A young post whose spread is looked at again; gone once it is old.</summary>
public sealed class ReachWatch
{
    public required long MessageId { get; init; }

    public required long ChannelId { get; init; }

    public required DateTimeOffset NextAt { get; set; }
}

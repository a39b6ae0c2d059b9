namespace Inbox.Core.Channels;

/// <summary>A door whose far side tells how far a post has spread since it was taken.</summary>
public interface IRefreshesReach : IChannel
{
    /// <summary>How many posts may be asked about at once.</summary>
    int MostAtOnce { get; }

    /// <summary>Asks for the figures of these posts. One that is gone is left out. Never throws for a far side that fails.</summary>
    Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken);
}

/// <param name="Reach">How many people it may have met: the followers of its author, and of those who passed it on where they are known.</param>
/// <param name="Likes">Of any sort.</param>
/// <param name="Shares">Reposts and quotes.</param>
/// <param name="Replies">By anybody.</param>
public sealed record ReachFigures(string ExternalId, long Reach, long Likes, long Shares, long Replies);

/// <param name="Figures">Of what is there.</param>
/// <param name="LimitedUntil">Not to be asked before this time.</param>
/// <param name="Failed">The far side did not tell; it is asked again later.</param>
public sealed record ReachReading(IReadOnlyList<ReachFigures> Figures, DateTimeOffset? LimitedUntil = null, bool Failed = false);

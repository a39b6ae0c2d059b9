namespace Inbox.Core.Channels;

/// <summary>
/// A door at whose far side we can look whether a message of ours is there. It is asked before anything is tried again
/// whose outcome is not known, so that no answer is given twice.
/// </summary>
public interface IReadsBack : ISendingChannel
{
    /// <summary>
    /// Looks for the message. <see cref="ReadBackOutcome.NotThere"/> only where the far side would show it by now; whoever
    /// is not sure says <see cref="ReadBackOutcome.CannotTell"/>. Never throws for a far side that fails.
    /// </summary>
    Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken);
}

public enum ReadBackOutcome
{
    /// <summary>It is there: nothing is sent.</summary>
    Found,

    /// <summary>It never arrived: it may be sent again.</summary>
    NotThere,

    /// <summary>The far side did not say. It is asked again for a while; then a person decides.</summary>
    CannotTell,
}

/// <param name="ExternalId">With <see cref="ReadBackOutcome.Found"/>: the id that it has there.</param>
/// <param name="Url">Where it can be read.</param>
public sealed record ReadBack(ReadBackOutcome Outcome, string? ExternalId = null, string? Url = null)
{
    /// <summary>Ids of the further posts that it became.</summary>
    public IReadOnlyList<string> FurtherIds { get; init; } = [];
}

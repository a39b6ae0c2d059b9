namespace Inbox.Core.Channels.Listening;

/// <summary>
/// A polling door whose far side also says at once when there is something new. It only wakes: what is new is asked for by
/// polling, which is whole without it.
/// </summary>
public interface IListeningChannel : IPollingChannel
{
    /// <summary>Listens until the connection is over or cancelled. Calls <paramref name="wake"/> once connected, since news before that was missed, and then for all that comes.</summary>
    /// <param name="channel">With its secrets protected.</param>
    /// <param name="wake">Returns at once.</param>
    /// <param name="cancellationToken">The settings changed, or the host stops.</param>
    Task<ListenEnd> ListenAsync(ChannelInfo channel, Action wake, CancellationToken cancellationToken);
}

/// <summary>Broken: worth trying again soon. NotOffered: this far side has no such thing, or not for us.</summary>
public enum ListenEnd { Broken, NotOffered }

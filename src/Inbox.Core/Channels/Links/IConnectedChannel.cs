namespace Inbox.Core.Channels.Links;

/// <summary>A door at whose far side we stay connected, from one node at a time, and hear at once what is new.</summary>
public interface IConnectedChannel : IChannel
{
    /// <summary>Whether these settings say where to connect.</summary>
    bool Connects(string settings);

    /// <summary>Connects and fetches until cancelled or until the connection is over; says why it is. Never throws for a far side that fails.</summary>
    /// <param name="channel">With its secrets protected.</param>
    /// <param name="desk">Where what arrives is committed.</param>
    /// <param name="cancellationToken">Another node has it now, the settings changed, or the host stops.</param>
    Task<LinkEnd> RunAsync(ChannelInfo channel, LinkDesk desk, CancellationToken cancellationToken);
}

/// <param name="Problem">In plain words, for the owner of the door.</param>
/// <param name="Lasting">It stays so until a person changes something; asking often would only lock the account.</param>
public sealed record LinkEnd(string Problem, bool Lasting = false);

/// <summary>Something that lies at the far side, handed to <see cref="LinkDesk.StoreAsync"/>.</summary>
/// <param name="Number">Its number there; rising.</param>
/// <param name="Content">Seekable, at its start. Null when it could not be fetched.</param>
/// <param name="Problem">Why it could not be fetched, in plain words; it is listed and not tried again by itself.</param>
/// <param name="Import">It lay there before we first connected.</param>
public sealed record LinkItem(long Number, RawIdentity? Identity, Stream? Content, string ContentType, bool Import = false, string? Problem = null);

/// <summary>What is to be done at the far side.</summary>
/// <param name="Filed">Numbers of what is safe in cases, so that the far side may mark or move them.</param>
/// <param name="Wanted">Numbers that a person asked to be fetched.</param>
public sealed record LinkOrders(IReadOnlyList<long> Filed, IReadOnlyList<long> Wanted)
{
    public bool IsEmpty => Filed.Count == 0 && Wanted.Count == 0;
}

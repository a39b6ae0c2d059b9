namespace Inbox.Core.Channels;

/// <summary>A kind of door. Adapters are stateless singletons; what they need of a channel comes in as <see cref="ChannelInfo"/>.</summary>
public interface IChannel
{
    /// <summary>Stored with the channel: email, phone, feed, …</summary>
    string Kind { get; }

    ChannelTraits Traits { get; }

    /// <summary>
    /// The identity of a raw message: its id on the channel, and a hash over what a reader sees, so that a second
    /// delivery is known and an edit is not. Never throws on bad input; reads the stream once from its position.
    /// </summary>
    ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken);

    /// <summary>Reads a raw message. Pure: no network, no database, no clock.</summary>
    /// <exception cref="UnreadableMessageException">Nothing can be made of it; the delivery is parked with the reason.</exception>
    IncomingMessage Parse(RawMessage raw, ChannelInfo channel);

    /// <summary>Problems of the settings by field name, in plain words; empty when the channel can work.</summary>
    IReadOnlyDictionary<string, string> CheckSettings(string settings);
}

/// <summary>A door that we ask for news ourselves.</summary>
public interface IPollingChannel : IChannel
{
    /// <summary>Fetches what is new since <paramref name="cursor"/>. Runs outside any transaction; never throws for a far side that fails.</summary>
    Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken);
}

/// <summary>A door through which we can answer.</summary>
public interface ISendingChannel : IChannel
{
    /// <summary>The id our answer will have, made from its signed token, and the scope in which replies will name it.</summary>
    OutgoingIdentity Identify(string token, ChannelInfo channel);

    /// <summary>Hands the message to the far side. Expected failures come back as <see cref="SendResult"/>; an exception counts as Unknown.</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken);
}

/// <param name="Public">What comes in is a mention.</param>
/// <param name="CanAnswer">We can answer over this door.</param>
/// <param name="ResendIsSafe">Sending the same message twice does no harm (mail with the same Message-ID).</param>
/// <param name="Icon">Bootstrap icon name without prefix.</param>
/// <param name="HandleKind">Kind of the sender's handle, see HandleKinds.</param>
public sealed record ChannelTraits(bool Public, bool CanAnswer, bool ResendIsSafe, string Icon, string HandleKind);

public sealed record OutgoingIdentity(string ExternalId, string ThreadScope);

/// <param name="ExternalId">Unbounded text; stored hashed for uniqueness.</param>
/// <param name="Version">SHA-256 over what a reader sees.</param>
public sealed record RawIdentity(string ExternalId, byte[] Version);

/// <param name="Import">Filed from an archive: acknowledges, notifies and escalates nothing.</param>
public sealed record RawMessage(long DeliveryId, ReadOnlyMemory<byte> Content, string ContentType, DateTimeOffset ReceivedAt, bool Import);

/// <param name="Content">Bytes as they came.</param>
public sealed record RawItem(RawIdentity Identity, byte[] Content, string ContentType);

/// <param name="Items">What is new, oldest first.</param>
/// <param name="Cursor">Where to go on next time; stored in the transaction that stores the items.</param>
/// <param name="NextIn">Time until the next poll.</param>
/// <param name="Problem">Why nothing could be fetched, in plain words.</param>
/// <param name="Disable">The far side said never to ask again.</param>
public sealed record PollResult(IReadOnlyList<RawItem> Items, string? Cursor, TimeSpan NextIn, string? Problem = null, bool Disable = false);

/// <summary>A raw message that holds nothing readable at all.</summary>
public sealed class UnreadableMessageException(string message) : Exception(message);

using System.Security.Cryptography;
using Inbox.Core.Channels.Replies;

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

    /// <summary>
    /// Whether and how a message may be answered. Pure: computed from the channel and the message. Kinds whose rules are more
    /// than their <see cref="ChannelTraits"/> say override it.
    /// </summary>
    ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel) => ReplyOptions.By(Traits, message, channel.Limit);

    /// <summary>Hands the message to the far side. Expected failures come back as <see cref="SendResult"/>; an exception counts as Unknown.</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken);
}

public sealed record OutgoingIdentity(string ExternalId, string ThreadScope);

/// <param name="ExternalId">Unbounded text; stored hashed for uniqueness.</param>
/// <param name="Version">SHA-256 over what a reader sees.</param>
public sealed record RawIdentity(string ExternalId, byte[] Version)
{
    /// <summary>Of bytes that no adapter can read: they are known by themselves.</summary>
    public static RawIdentity OfBytes(ReadOnlySpan<byte> bytes)
    {
        var hash = SHA256.HashData(bytes);
        return new RawIdentity(Convert.ToHexStringLower(hash), hash);
    }
}

/// <param name="Import">Filed from an archive: acknowledges, notifies and escalates nothing.</param>
public sealed record RawMessage(long DeliveryId, ReadOnlyMemory<byte> Content, string ContentType, DateTimeOffset ReceivedAt, bool Import);

/// <param name="Content">Bytes as they came.</param>
public sealed record RawItem(RawIdentity Identity, byte[] Content, string ContentType);

/// <summary>A raw message that holds nothing readable at all.</summary>
public sealed class UnreadableMessageException(string message) : Exception(message);

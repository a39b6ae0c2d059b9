using Inbox.Core.Channels;

namespace Inbox.Core.Intake;

/// <summary>A raw message that somebody hands in.</summary>
/// <param name="Content">Bytes as they came; at most <see cref="InboundInsert.SmallBytes"/>, larger ones are streamed.</param>
public sealed record InboundItem(long ChannelId, RawIdentity Identity, byte[] Content, string ContentType, bool Import = false)
{
    public byte[] ExternalHash { get; } = ThreadHash.Of(Identity.ExternalId);
}

/// <param name="Duplicate">The same message had been accepted before; nothing was stored twice.</param>
public readonly record struct Receipt(long DeliveryId, bool Duplicate);

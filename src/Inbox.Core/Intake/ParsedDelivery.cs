using Inbox.Core.Channels;

namespace Inbox.Core.Intake;

/// <summary>A delivery and what its channel made of it.</summary>
/// <param name="Delivery">The leased row.</param>
/// <param name="Message">Its attachments read from <paramref name="Raw"/>.</param>
/// <param name="Raw">The bytes as they came; null where nothing reads them any more.</param>
public sealed record ParsedDelivery(ClaimedDelivery Delivery, IncomingMessage Message, RawPayload? Raw = null) : IDisposable
{
    public void Dispose() => Raw?.Dispose();
}

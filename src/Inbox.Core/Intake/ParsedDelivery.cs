using Inbox.Core.Channels;

namespace Inbox.Core.Intake;

/// <summary>A delivery and what its channel made of it.</summary>
public sealed record ParsedDelivery(ClaimedDelivery Delivery, IncomingMessage Message);

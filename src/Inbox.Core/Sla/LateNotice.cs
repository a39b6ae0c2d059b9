using Inbox.Core.Notifications;

namespace Inbox.Core.Sla;

/// <summary>
/// What a step had to tell somebody long after its time, stored with the step and told soon after together with the others:
/// an outage must not end in a flood. Exactly one receiver is set.
/// </summary>
public sealed class LateNotice
{
    public long Id { get; init; }

    public long? AgentId { get; init; }

    /// <summary>Of the notification; null for what is no person.</summary>
    public NotificationKind? Kind { get; init; }

    public long? WebhookId { get; init; }

    /// <summary>Of a mail.</summary>
    public string? Address { get; init; }

    public required EscalationFact Fact { get; init; }
}

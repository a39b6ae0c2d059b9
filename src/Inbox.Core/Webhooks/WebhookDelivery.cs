using Inbox.Core.Sla;

namespace Inbox.Core.Webhooks;

public enum WebhookState { Pending, Sent, Failed }

/// <summary>A call that is owed to a webhook, saved with the steps it tells of. Made at least once, always with the same key.</summary>
public sealed class WebhookDelivery
{
    /// <summary>So many steps one call tells of at most.</summary>
    public const int MostFacts = 100;

    public long Id { get; init; }

    public required long WebhookId { get; init; }

    /// <summary>The <c>webhook-id</c> of every attempt; the receiver knows a repetition by it.</summary>
    public required string Key { get; init; }

    public required List<EscalationFact> Facts { get; init; }

    public WebhookState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>The time of the next attempt.</summary>
    public required DateTimeOffset NotBefore { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    public string? Detail { get; set; }

    public static WebhookDelivery Of(long webhookId, IEnumerable<EscalationFact> facts, DateTimeOffset now) =>
        new() { WebhookId = webhookId, Key = $"msg_{Guid.CreateVersion7(now):N}", Facts = [.. facts], NotBefore = now, CreatedAt = now };
}

using Inbox.Core.Sla;

namespace Inbox.Core.Webhooks;

/// <param name="Key">Stable over all attempts.</param>
/// <param name="Secret">Signs the call; null sends it unsigned.</param>
/// <param name="At">The moment of this attempt.</param>
/// <param name="Facts">What to tell; none is a test.</param>
public sealed record WebhookCall(string Key, string Address, WebhookFormat Format, string? Secret, DateTimeOffset At, IReadOnlyList<EscalationFact> Facts);

/// <summary>Refused: the far side is there but does not take this call. Unreachable: it takes none at the moment.</summary>
public enum WebhookOutcome { Sent, Refused, Unreachable }

/// <param name="Said">In plain words; null where all is well.</param>
/// <param name="After">How long the far side asks to wait.</param>
public sealed record WebhookResult(WebhookOutcome Outcome, string? Said = null, TimeSpan? After = null);

/// <summary>The way out to webhooks: HTTP lives outside Core.</summary>
public interface IWebhookSender
{
    /// <summary>Why this address cannot be used, in plain words; null where it may.</summary>
    string? Refuse(string address);

    /// <summary>One attempt; ends within ten seconds and throws only when cancelled.</summary>
    Task<WebhookResult> SendAsync(WebhookCall call, CancellationToken cancellationToken);
}

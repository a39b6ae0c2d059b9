using Inbox.Core.Settings;

namespace Inbox.Core.Webhooks;

/// <summary>How a webhook wants to be told: our own JSON, signed; or what Slack's and Microsoft Teams' incoming webhooks take.</summary>
public enum WebhookFormat { Json, Slack, Teams }

/// <summary>An address outside that steps of escalation ladders call.</summary>
public sealed class Webhook : ISetting
{
    public long Id { get; init; }

    public required string Name { get; set; }

    public WebhookFormat Format { get; set; }

    /// <summary>Protected: whoever knows an address of Slack or Teams may write there.</summary>
    public required string Address { get; set; }

    /// <summary>The part of the address that may be shown, for example <c>https://hooks.example.com</c>.</summary>
    public required string Host { get; set; }

    /// <summary>Protected; signs what we send. Null where nothing is signed.</summary>
    public string? Secret { get; set; }

    /// <summary>Nothing is sent before, since the far side is down or asked to wait.</summary>
    public DateTimeOffset NextTryAt { get; set; }

    /// <summary>A node sends to it until then; no other does, so that deliveries keep their order.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Attempts in a row at which the far side could not be reached.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? FailsSince { get; set; }

    /// <summary>What went wrong at last, in plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>Deliveries of the present trouble were given up, and the administrators know.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    public int Revision { get; set; }

    /// <summary>Admins have set it right or try it again: what waits leaves now.</summary>
    public void TryNow(DateTimeOffset now) => (NextTryAt, Failures) = (now, 0);
}

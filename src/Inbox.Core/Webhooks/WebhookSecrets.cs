using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Inbox.Core.Webhooks;

/// <summary>Addresses and signing secrets of webhooks, as they are stored. Never shown again, and revealed only to be used.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private const int SecretBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("Inbox.WebhookSecrets");

    public string Protect(string plain) => _protector.Protect(plain);

    /// <summary>A signing secret as Standard Webhooks writes it.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The call, ready to be made. False when the secrets were protected by keys that are lost: they must be given again.</summary>
    public bool TryCall(Webhook webhook, string key, IReadOnlyList<Sla.EscalationFact> facts, DateTimeOffset now, [NotNullWhen(true)] out WebhookCall? call)
    {
        try
        {
            call = new WebhookCall(key, _protector.Unprotect(webhook.Address), webhook.Format, webhook.Secret is { } secret ? _protector.Unprotect(secret) : null, now, facts);
            return true;
        }
        catch (CryptographicException)
        {
            call = null;
            return false;
        }
    }
}

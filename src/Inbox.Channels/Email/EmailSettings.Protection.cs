using System.Security.Cryptography;

namespace Inbox.Channels.Email;

public sealed partial record EmailSettings
{
    /// <summary>
    /// Names by which our own mail servers sign their Authentication-Results (RFC 8601). Empty believes the server of the
    /// topmost field.
    /// </summary>
    public IReadOnlyList<string> AuthServers { get; init; } = [];

    /// <summary>The user that Postmark and SendGrid give (basic auth).</summary>
    public string HookUser { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string HookPassword { get; init; } = "";

    /// <summary>Mailgun's HTTP webhook signing key. Stored protected.</summary>
    public string MailgunSecret { get; init; } = "";

    /// <summary>The public key that SendGrid shows for its signed webhooks: P-256, base64. No secret.</summary>
    public string SendGridKey { get; init; } = "";

    private void CheckProtection(Dictionary<string, string> problems)
    {
        if (HookPassword.Length > 0 && HookUser.Length == 0)
        {
            problems["hookUser"] = "Give the user that the provider sends with the password.";
        }

        if (HookUser.Contains(':', StringComparison.Ordinal))
        {
            problems["hookUser"] = "A user name for basic auth holds no colon.";
        }

        if (SendGridKey.Length > 0 && !IsKey(SendGridKey))
        {
            problems["sendGridKey"] = "This is not the public key that SendGrid shows under Settings, Mail Settings, Signed Webhook: one long line of letters that begins with MFkw.";
        }
    }

    private static bool IsKey(string text)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key.KeySize == 256;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}

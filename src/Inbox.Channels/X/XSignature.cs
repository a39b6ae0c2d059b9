using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Webhooks;

namespace Inbox.Channels.X;

/// <summary>x-twitter-webhooks-signature: HMAC-SHA256 of the body as it came by the consumer secret, in base64 behind "sha256=".</summary>
internal static class XSignature
{
    private const string Prefix = "sha256=";

    /// <param name="secrets">The current consumer secret, and while it is being changed the one before it.</param>
    public static bool IsValid(IReadOnlyList<string> secrets, string? header, byte[] body) =>
        Hmac.FromBase64(header, Prefix) is { } given && Hmac.Matches(given, secrets.Select(Encoding.UTF8.GetBytes), secret => HMACSHA256.HashData(secret, body));

    /// <summary>The JSON that answers the challenge by which X asks, when a webhook is registered and every hour, whether we know the secret.</summary>
    public static string Answer(string secret, string crcToken) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["response_token"] = Prefix + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(crcToken))),
    });
}

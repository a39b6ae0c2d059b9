using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.Webhooks;

/// <summary>The symmetric signature of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>Of what is sent more than this ago, or ahead, a copy may be on its way.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="at">Seconds since 1970, as in the header.</param>
    public static string Of(string secret, string key, string at, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Sign(Convert.FromBase64String(secret[SecretPrefix.Length..]), key, at, body.ToArray()));

    /// <summary>Whether a request is signed with one of the secrets and fresh. The headers are webhook-id, webhook-timestamp and webhook-signature.</summary>
    /// <param name="secrets">The current one, and while it is being changed the one before it; what is no secret counts for nothing.</param>
    /// <param name="signatures">One or more, apart by spaces; any that fits is enough.</param>
    public static bool IsValid(IReadOnlyList<string> secrets, string? key, string? at, string? signatures, byte[] body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(key) || signatures is null || !IsFresh(at, now))
        {
            return false;
        }

        var keys = secrets.Select(s => Hmac.FromBase64(s.StartsWith(SecretPrefix, StringComparison.Ordinal) ? s : SecretPrefix + s, SecretPrefix)).OfType<byte[]>().ToList();
        return signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => Hmac.FromBase64(s, Version)).OfType<byte[]>()
            .Any(given => Hmac.Matches(given, keys, secret => Sign(secret, key, at!, body)));
    }

    private static bool IsFresh(string? at, DateTimeOffset now) =>
        long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 100_000_000_000
        && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Tolerance;

    private static byte[] Sign(byte[] secret, string key, string at, byte[] body) =>
        HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes($"{key}.{at}."), .. body]);
}

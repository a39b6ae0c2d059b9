using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Webhooks;

namespace Inbox.Channels.Meta;

/// <summary>
/// X-Hub-Signature-256: HMAC-SHA256 of the body as it came, in hex behind "sha256=". Meta signs no time: what was sent twice is
/// told by the ids of the messages.
/// </summary>
internal static class MetaSignature
{
    private const string Prefix = "sha256=";

    /// <param name="secrets">Of the app: the current one, and while it is being changed the one before it.</param>
    public static bool IsValid(IReadOnlyList<string> secrets, string? header, byte[] body) =>
        Hmac.FromHex(header, Prefix) is { } given && Hmac.Matches(given, secrets.Select(Encoding.UTF8.GetBytes), secret => HMACSHA256.HashData(secret, body));

    /// <summary>What the handshake (GET) is answered with: the challenge, where the token is ours; null is a refusal.</summary>
    public static string? Challenge(string verifyToken, string? mode, string? token, string? challenge) =>
        verifyToken.Length > 0 && mode is "subscribe" && token is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(verifyToken)))
            ? challenge
            : null;
}

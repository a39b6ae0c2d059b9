using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Webhooks;

namespace Inbox.Channels.Feeds.WebSub;

/// <summary>The signature of a hub over the body: <c>X-Hub-Signature: method=hex</c> (WebSub, 8).</summary>
internal static class WebSubSignature
{
    private static readonly (string Prefix, Func<byte[], byte[], byte[]> Sign)[] Methods =
    [
        ("sha512=", HMACSHA512.HashData),
        ("sha384=", HMACSHA384.HashData),
        ("sha256=", HMACSHA256.HashData),
#pragma warning disable CA5350 // The hub chooses the method, and many know no other one.
        ("sha1=", HMACSHA1.HashData),
#pragma warning restore CA5350
    ];

    public static bool IsValid(string? header, string secret, byte[] body)
    {
        foreach (var (prefix, sign) in Methods)
        {
            if (Hmac.FromHex(header?.Trim(), prefix) is { } given)
            {
                return Hmac.Matches(given, [Encoding.UTF8.GetBytes(secret)], key => sign(key, body));
            }
        }

        return false;
    }
}

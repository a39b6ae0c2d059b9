using System.Security.Cryptography;

namespace Inbox.Channels.Webhooks;

/// <summary>
/// Whether a signature was made with one of the secrets that count: the current one and, while a secret is being changed,
/// the one before it. Comparing takes the same time whatever is given.
/// </summary>
internal static class Hmac
{
    /// <param name="given">The bytes of the signature.</param>
    /// <param name="secrets">Empty ones sign nothing.</param>
    /// <param name="sign">The signature that a secret makes.</param>
    public static bool Matches(ReadOnlySpan<byte> given, IEnumerable<byte[]> secrets, Func<byte[], byte[]> sign)
    {
        var matches = false;
        foreach (var secret in secrets.Where(s => s.Length > 0))
        {
            matches |= CryptographicOperations.FixedTimeEquals(given, sign(secret));
        }

        return matches;
    }

    /// <summary>The bytes behind a prefix, in hex; null where it is none.</summary>
    public static byte[]? FromHex(string? header, string prefix)
    {
        if (header is null || !header.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[(header.Length - prefix.Length) / 2];
        return Convert.FromHexString(header.AsSpan(prefix.Length), bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }

    /// <summary>The bytes behind a prefix, in base64; null where it is none.</summary>
    public static byte[]? FromBase64(string? header, string prefix)
    {
        if (header is null || !header.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        return Convert.TryFromBase64Chars(header.AsSpan(prefix.Length), bytes, out var written) ? bytes[..written] : null;
    }
}

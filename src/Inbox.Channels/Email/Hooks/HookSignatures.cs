using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.Email.Hooks;

/// <summary>How each provider proves who it is. Every comparison takes the same time whatever is given.</summary>
internal static class HookSignatures
{
    /// <summary>Basic auth (RFC 7617), which providers take from the address: https://user:password@host/…</summary>
    public static bool IsBasic(string? authorization, string user, string password)
    {
        if (user.Length == 0 || password.Length == 0 || !AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null)
        {
            return false;
        }

        var given = new byte[(header.Parameter.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(header.Parameter, given, out var length)
            && FixedTimeEquals(given.AsSpan(0, length), Encoding.UTF8.GetBytes($"{user}:{password}"));
    }

    /// <summary>Mailgun: HMAC-SHA256 of timestamp and token by the signing key, in lower-case hex.</summary>
    public static bool IsMailgun(string timestamp, string token, string signature, string key)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(timestamp + token));
        return FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)), Encoding.UTF8.GetBytes(signature.ToLowerInvariant()));
    }

    /// <summary>SendGrid: ECDSA on P-256 over timestamp and body as they came, DER in base64.</summary>
    /// <param name="body">From its beginning; read to its end.</param>
    public static async Task<bool> IsSendGridAsync(string timestamp, string signature, Stream body, string publicKey, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        var block = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(block, cancellationToken)) > 0)
        {
            hash.AppendData(block, 0, read);
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyHash(hash.GetHashAndReset(), Convert.FromBase64String(signature), DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            // Neither a key nor a signature.
            return false;
        }
    }

    /// <summary>Hashed first, so that not even the length of the secret shows.</summary>
    private static bool FixedTimeEquals(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(a), SHA256.HashData(b));
}

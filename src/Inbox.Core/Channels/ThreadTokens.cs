using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Channels;

/// <summary>
/// Signs the ids and addresses of our answers, so that a reply finds its case and nobody can make one up:
/// <c>c1042.m77.1.SIGNATURE</c>, HMAC-SHA256 cut to 80 bits, lower-case base32 since mail servers fold case.
/// </summary>
public sealed class ThreadTokens(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider time)
{
    private const int SignatureBytes = 10;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private readonly IDataProtector _protector = protection.CreateProtector("Inbox.ThreadTokens");
    private volatile IReadOnlyDictionary<int, byte[]> _keys = new Dictionary<int, byte[]>();

    /// <summary>Reads the keys, making the first one in an empty database. Called once before anything is parsed or sent.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var made = _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var now = time.Now();

        // Two nodes may start at once: one of them makes the key.
        await db.Database.ExecuteSqlAsync($"INSERT INTO signing_keys (id, secret, created_at) VALUES (1, {made}, {now}) ON CONFLICT DO NOTHING", cancellationToken);
        var keys = await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
        _keys = keys.ToDictionary(k => k.Id, k => Convert.FromBase64String(_protector.Unprotect(k.Secret)));
    }

    public string Sign(long caseId, long messageId) => Signed(string.Create(CultureInfo.InvariantCulture, $"c{caseId}.m{messageId}"));

    /// <summary>The same for a mail of Inbox itself: <c>n77.1.SIGNATURE</c>, so that what comes back to it is known.</summary>
    public string SignNotice(long noticeMailId) => Signed(string.Create(CultureInfo.InvariantCulture, $"n{noticeMailId}"));

    /// <summary>The message a token names, when its signature is ours.</summary>
    public bool TryVerify(string token, out long messageId)
    {
        messageId = 0;
        return token.ToLowerInvariant().Split('.') is [['c', ..] first, ['m', .. var id] second, var key, var signature]
            && IsOurs($"{first}.{second}", key, signature)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out messageId);
    }

    /// <summary>The mail of Inbox itself that a token names, when its signature is ours.</summary>
    public bool TryVerifyNotice(string token, out long noticeMailId)
    {
        noticeMailId = 0;
        return token.ToLowerInvariant().Split('.') is [['n', .. var id] named, var key, var signature]
            && IsOurs(named, key, signature)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out noticeMailId);
    }

    private string Signed(string named)
    {
        var keyId = _keys.Keys.Max();
        return string.Create(CultureInfo.InvariantCulture, $"{named}.{keyId}.{Signature(_keys[keyId], named)}");
    }

    private bool IsOurs(string named, string key, string signature) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var keyId)
        && _keys.TryGetValue(keyId, out var secret)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Signature(secret, named)), Encoding.UTF8.GetBytes(signature));

    private static string Signature(byte[] key, string named)
    {
        var mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(named)).AsSpan(0, SignatureBytes);
        Span<char> text = stackalloc char[SignatureBytes * 8 / 5];
        int bits = 0, buffer = 0, at = 0;
        foreach (var b in mac)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = Base32[(buffer >> bits) & 31];
            }
        }

        return new string(text);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Webhooks;

namespace Inbox.Channels.Twilio;

/// <summary>
/// X-Twilio-Signature (twilio.com/docs/usage/security): HMAC-SHA1 by the account's token over the address that Twilio called
/// and the parameters of a form; a JSON body is signed by its hash in the address.
/// </summary>
internal static class TwilioSignature
{
    private const string BodyHash = "bodySHA256";

    /// <param name="tokens">The current token, and while it is being changed the one before it.</param>
    /// <param name="address">As Twilio knows it: public scheme, host, path and query as sent.</param>
    /// <param name="form">Every parameter as often as it came; none for GET and JSON.</param>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Twilio signs with HMAC-SHA1, for which no forgery is known, and with nothing else.")]
    public static bool IsForm(IReadOnlyList<string> tokens, string? header, string address, IEnumerable<KeyValuePair<string, string>> form)
    {
        if (Hmac.FromBase64(header, "") is not { } given)
        {
            return false;
        }

        var parameters = Parameters(form);
        var secrets = tokens.Select(Encoding.UTF8.GetBytes).ToList();
        return Forms(address).Any(a => Hmac.Matches(given, secrets, secret => HMACSHA1.HashData(secret, Encoding.UTF8.GetBytes(a + parameters))));
    }

    /// <summary>For any body but a form: its hash, in hex, has to stand in the signed address.</summary>
    public static bool IsBody(IReadOnlyList<string> tokens, string? header, string address, byte[] body) =>
        Hmac.FromHex(HashIn(address), "") is { } hash && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(body)) && IsForm(tokens, header, address, []);

    /// <summary>Names in the order of their letters; of a name that came often each value once, in order too.</summary>
    private static string Parameters(IEnumerable<KeyValuePair<string, string>> form) => string.Concat(form
        .GroupBy(p => p.Key, p => p.Value, StringComparer.Ordinal)
        .OrderBy(named => named.Key, StringComparer.Ordinal)
        .SelectMany(named => named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(value => named.Key + value)));

    /// <summary>Twilio signs the port or leaves it out, depending on product and scheme, and proxies change it.</summary>
    private static IEnumerable<string> Forms(string address)
    {
        yield return address;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || address.IndexOf("://", StringComparison.Ordinal) is not (var scheme and > 0))
        {
            yield break;
        }

        var host = scheme + "://".Length;
        var path = address.AsSpan(host).IndexOfAny('/', '?', '#') is var found and >= 0 ? host + found : address.Length;
        var port = address.LastIndexOf(':', path - 1, path - host);
        // Behind the brackets of an IPv6 address only.
        var end = port > host && address.IndexOf(']', host, path - host) < port ? port : path;
        yield return address[..end] + address[path..];
        yield return $"{address[..end]}:{(uri.Scheme == Uri.UriSchemeHttp ? 80 : 443)}{address[path..]}";
    }

    private static string? HashIn(string address) =>
        address.IndexOf('?', StringComparison.Ordinal) is var query and >= 0
            ? address[(query + 1)..].Split('&').Where(p => p.StartsWith(BodyHash + "=", StringComparison.Ordinal)).Select(p => p[(BodyHash.Length + 1)..]).FirstOrDefault()
            : null;
}

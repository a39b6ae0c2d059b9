using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.X.Api;

/// <summary>Signs a request by OAuth 1.0a with HMAC-SHA1 (RFC 5849, section 3.4). Bodies of JSON and files are not signed.</summary>
internal sealed class XOAuth1(string consumerKey, string consumerSecret, string token, string tokenSecret)
{
    /// <summary>The value of the Authorization header behind "OAuth ".</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="address">With its query, whose parameters are signed.</param>
    /// <param name="nonce">Never the same twice at one time.</param>
    /// <param name="now">Of the request.</param>
    public string Header(string method, Uri address, string nonce, DateTimeOffset now)
    {
        List<(string Name, string Value)> own =
        [
            ("oauth_consumer_key", consumerKey),
            ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("oauth_token", token),
            ("oauth_version", "1.0"),
        ];
        own.Add(("oauth_signature", Sign(method, address, own)));
        return string.Join(", ", own.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}=\"{Encoded(p.Value)}\""));
    }

    /// <summary>Section 3.4.1: method, address without its query, and all parameters sorted, each encoded.</summary>
    private string Sign(string method, Uri address, IEnumerable<(string Name, string Value)> own)
    {
        var parameters = own.Concat(InQuery(address)).Select(p => (Name: Encoded(p.Name), Value: Encoded(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}");
        var text = $"{method.ToUpperInvariant()}&{Encoded(address.GetLeftPart(UriPartial.Path))}&{Encoded(string.Join('&', parameters))}";
        var key = $"{Encoded(consumerSecret)}&{Encoded(tokenSecret)}";
        // The protocol knows no newer hash that X takes.
#pragma warning disable CA5350
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static IEnumerable<(string Name, string Value)> InQuery(Uri address)
    {
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (pair[..at], pair[(at + 1)..]) : (pair, "");
            yield return (Decoded(name), Decoded(value));
        }
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>Section 3.6: all but letters, digits and - . _ ~, as UTF-8 in upper-case hex.</summary>
    private static string Encoded(string text) => Uri.EscapeDataString(text);
}

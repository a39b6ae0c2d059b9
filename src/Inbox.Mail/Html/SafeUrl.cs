using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Mail.Html;

/// <summary>Addresses by an allow-list of schemes, read the way a browser reads them (WHATWG URL, 4.4).</summary>
internal static partial class SafeUrl
{
    private const int MaxLength = 8_192;

    /// <summary>A link's address, or null when following it could do more than open a page, a mail or a call.</summary>
    public static string? Link(string value)
    {
        var url = Clean(value);
        if (url.Length is 0 or > MaxLength)
            return null;
        return Scheme(url) switch
        {
            "http" or "https" => url,
            "mailto" or "tel" => url,
            _ => Remote(url),
        };
    }

    /// <summary>An absolute http or https address; the page has no address of its own that a mail could be relative to.</summary>
    public static string? Remote(string value)
    {
        var url = Clean(value);
        if (url.StartsWith("//", StringComparison.Ordinal))
            url = "https:" + url;
        return url.Length <= MaxLength && Scheme(url) is "http" or "https" ? url : null;
    }

    /// <summary>The Content-ID of a <c>cid:</c> address (RFC 2392).</summary>
    public static string? ContentId(string value)
    {
        var url = Clean(value);
        return Scheme(url) == "cid" ? Uri.UnescapeDataString(url[4..]).Trim('<', '>') : null;
    }

    /// <summary>A raster image within the address itself; SVG is a document and stays out.</summary>
    public static string? DataImage(string value)
    {
        if (!value.AsSpan().TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return null;
        var url = Clean(value).Replace(" ", string.Empty, StringComparison.Ordinal);
        return RasterData().IsMatch(url) && IsBase64(url.AsSpan(url.IndexOf(',', StringComparison.Ordinal) + 1)) ? url : null;
    }

    /// <summary>A browser complains of what is not, beside the conversation.</summary>
    private static bool IsBase64(ReadOnlySpan<char> data) =>
        Base64.IsValid(data.Contains('%') ? Uri.UnescapeDataString(data) : data, out var length) && length > 0;

    private static string Scheme(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon > 0 && colon <= 12 ? url[..colon].ToLowerInvariant() : string.Empty;
        // "http:x" without slashes is relative on a page of the same scheme.
        return scheme is "http" or "https" && !url.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal) ? string.Empty : scheme;
    }

    private static string Clean(string value)
    {
        var clean = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (!char.IsControl(c) && c is not ('\u200B' or '\uFEFF' or '\u2028' or '\u2029'))
                clean.Append(c);
        }
        return clean.ToString().Trim();
    }

    [GeneratedRegex("^data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/%=]*$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex RasterData();
}

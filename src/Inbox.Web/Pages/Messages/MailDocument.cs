using System.Net;
using System.Text.RegularExpressions;

namespace Inbox.Web.Pages.Messages;

/// <summary>The document in the sandboxed frame: a message's sanitised HTML with its inline images and, when asked for, the remote ones.</summary>
internal static partial class MailDocument
{
    /// <summary>Nothing runs, nothing loads but from us: mail styles stay, everything else is shut.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>Paper and ink of mail are the sender's: most mails set dark text and count on white.</summary>
    private const string Style = """
        html { color-scheme: light; } body { margin: 0; padding: 12px; background: #fff; color: #1b1f24; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
        img { max-width: 100%; height: auto; } table { max-width: 100%; } blockquote { margin: 8px 0 8px 4px; padding-left: 10px; border-left: 2px solid #dfe3e8; color: #545d68; }
        .inbox-images { display: block; margin: 0 0 10px; padding: 6px 10px; border-radius: 6px; background: #f6f7f9; border: 1px solid #dfe3e8; color: #2750c4; font: 13px system-ui, sans-serif; text-decoration: none; }
        """;

    /// <summary>The sanitiser leaves a blocked image without a source.</summary>
    public static bool HasBlockedImages(string html) => SourcelessImage().IsMatch(html);

    /// <summary>Points <c>cid:</c> sources at the attachments that carry them; an image that did not come stays empty.</summary>
    public static string WithInlineImages(string html, IReadOnlyDictionary<string, long> attachments) => ContentIdSource().Replace(html, match =>
    {
        var id = Uri.UnescapeDataString(WebUtility.HtmlDecode(match.Groups["id"].Value));
        return attachments.TryGetValue(id, out var attachment) ? FormattableString.Invariant($" src=\"/attachments/{attachment}\"") : "";
    });

    /// <param name="html">Sanitised.</param>
    /// <param name="imagesAddress">Where the same document stands with its remote images; null when there are none, or they are shown.</param>
    public static string Of(string html, string? imagesAddress)
    {
        var images = imagesAddress is null ? "" : $"<a class=\"inbox-images\" target=\"_self\" href=\"{imagesAddress}\">Show remote images</a>";
        return $"<!doctype html><html lang=\"\"><head><meta charset=\"utf-8\"><title>Message</title><style>{Style}</style></head><body>{images}{html}</body></html>";
    }

    [GeneratedRegex("<img(?![^>]*\\ssrc=)[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SourcelessImage();

    [GeneratedRegex("\\ssrc=\"cid:(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ContentIdSource();
}

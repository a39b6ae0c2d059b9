using AngleSharp.Html.Parser.Tokens;

namespace Inbox.Mail.Html;

/// <summary>HTML that is safe to show to an agent.</summary>
/// <param name="Html">Balanced markup of allow-listed elements, attributes and CSS.</param>
/// <param name="BlockedImages">Remote images left without a source.</param>
public sealed record SanitizedHtml(string Html, int BlockedImages);

/// <summary>Makes hostile HTML of mails and feeds showable, or readable as plain text.</summary>
public static class MailHtml
{
    /// <summary>Characters of one mail that are read; what follows is cut off.</summary>
    public const int MaxLength = 10_000_000;

    /// <summary>
    /// Writes <paramref name="html"/> anew from an allow-list. Nothing in the result runs or, unless asked for, loads.
    /// Time and memory are linear in the length of the input whatever its nesting.
    /// </summary>
    /// <param name="html">A document or fragment, however broken.</param>
    /// <param name="inlineImageUrl">The address of an attached image by its Content-ID (without angle brackets); null when there is none.</param>
    /// <param name="allowRemoteImages">Whether http and https images keep a source.</param>
    /// <param name="remoteImageUrl">Turns the address of a remote image into the one to load, for instance a proxy's.</param>
    public static SanitizedHtml Sanitize(
        string html,
        Func<string, string?>? inlineImageUrl = null,
        bool allowRemoteImages = false,
        Func<string, string>? remoteImageUrl = null)
    {
        var images = new ImageSources(inlineImageUrl, allowRemoteImages, remoteImageUrl);
        var writer = new SafeHtmlWriter(images);
        foreach (var token in HtmlTokens.Of(html))
            writer.Write(token);
        return new SanitizedHtml(writer.Finish(), images.Blocked);
    }

    /// <summary>
    /// The readable text of <paramref name="html"/>: block breaks, list marks, link addresses, cells apart by tabs,
    /// quotes behind "&gt; ". Linear like <see cref="Sanitize"/>.
    /// </summary>
    public static string ToText(string html) => ToText(html, static _ => HtmlLandmark.None);

    internal static string ToText(string html, Func<HtmlTagToken, HtmlLandmark> landmarks)
    {
        var writer = new PlainTextWriter(landmarks);
        foreach (var token in HtmlTokens.Of(html))
            writer.Write(token);
        return writer.Finish();
    }
}

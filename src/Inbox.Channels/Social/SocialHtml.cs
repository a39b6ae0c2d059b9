using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Inbox.Channels.Feeds.Markup;
using Inbox.Mail.Html;

namespace Inbox.Channels.Social;

/// <summary>HTML of posts: theirs made plain and safe, and ours made from plain text and its links.</summary>
internal static partial class SocialHtml
{
    /// <summary>
    /// As a reader sees it. Addresses of links are kept, but those of mentions and hashtags, whose own words say as much;
    /// Mastodon hides the ends of long addresses from the eye, and here they are whole again.
    /// </summary>
    public static string ToText(string html) => MailHtml.ToText(WithPlainNames(html)).Trim();

    public static string? Safe(string? html) => string.IsNullOrWhiteSpace(html) ? null : MailHtml.Sanitize(html).Html;

    public static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    /// <param name="text">Plain.</param>
    /// <param name="links">In the order of the text and apart; what is not is left out.</param>
    public static string FromText(string text, IEnumerable<TextLink> links)
    {
        var html = new StringBuilder(text.Length + 64);
        var at = 0;
        foreach (var link in links.Where(l => IsWeb(l.Address)))
        {
            if (link.Start < at || link.End > text.Length || link.End <= link.Start)
            {
                continue;
            }

            html.Append(Encoded(text[at..link.Start])).Append("<a href=\"").Append(WebUtility.HtmlEncode(link.Address)).Append("\">")
                .Append(Encoded(text[link.Start..link.End])).Append("</a>");
            at = link.End;
        }

        return MailHtml.Sanitize($"<p>{html}{Encoded(text[at..])}</p>").Html;
    }

    /// <summary>The same with every address in it a link.</summary>
    public static string FromText(string text) =>
        FromText(text, Addresses().Matches(text).Select(m => new TextLink(m.Index, m.Index + m.Length, m.Value)));

    public static string Encoded(string text) => WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>");

    private static string WithPlainNames(string html) =>
        StartOfLink().Replace(html, m => MarkupTag.Read(m.Value, 0) is { } tag && tag.Attributes.Any(IsName) ? "<a>" : m.Value);

    private static bool IsName(KeyValuePair<string, string> attribute) =>
        (attribute.Key.Equals("class", StringComparison.OrdinalIgnoreCase) && attribute.Value.Split(' ').Any(c => c is "mention" or "hashtag"))
        || (attribute.Key.Equals("rel", StringComparison.OrdinalIgnoreCase) && attribute.Value.Split(' ').Contains("tag"));

    [GeneratedRegex("<a\\s[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StartOfLink();

    [GeneratedRegex("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]']", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();
}

/// <param name="Start">In UTF-16 units.</param>
/// <param name="End">Behind the last one.</param>
internal readonly record struct TextLink(int Start, int End, string Address);

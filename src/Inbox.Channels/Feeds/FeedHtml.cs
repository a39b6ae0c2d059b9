using System.Net;
using System.Text;
using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds;

/// <summary>
/// What a feed needs of HTML, in one pass over its tags and without a tree, so that neither deep nor broken markup
/// costs more than its length: the text a reader sees, and addresses made absolute. Sanitising is the page's business.
/// </summary>
internal static class FeedHtml
{
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    };

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title",
    };

    private static readonly HashSet<string> Linking = new(StringComparer.OrdinalIgnoreCase) { "href", "src", "poster", "cite" };

    /// <summary>The visible text; blocks on lines of their own, white space collapsed.</summary>
    public static string ToText(string html)
    {
        var text = new StringBuilder();
        var at = 0;
        while (at < html.Length)
        {
            var tag = NextTag(html, at);
            AppendText(text, html.AsSpan(at, tag - at));
            if (tag >= html.Length)
            {
                break;
            }

            at = SkipTag(html, tag, out var name, out var opens);
            if (Blocks.Contains(name))
            {
                text.Append(name.Equals("li", StringComparison.OrdinalIgnoreCase) && opens ? "\n- " : "\n");
            }
            else if (opens && Unseen.Contains(name))
            {
                at = EndOf(html, at, name);
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(FeedText.Line).Where(line => line.Length > 0 && line != "-"));
    }

    /// <summary>The same HTML with href and src made absolute; untouched where they are so already.</summary>
    public static string Absolute(string html, Uri baseAddress)
    {
        StringBuilder? changed = null;
        var copied = 0;
        for (var at = NextTag(html, 0); at < html.Length; at = NextTag(html, at))
        {
            var start = at;
            at = SkipTag(html, at, out _, out var opens);
            if (!opens || MarkupTag.Read(html[start..at], 0) is not { } tag || !tag.Attributes.Any(a => Moved(a, baseAddress) is not null))
            {
                continue;
            }

            changed ??= new StringBuilder(html.Length + 256);
            changed.Append(html, copied, start - copied).Append('<').Append(tag.Name);
            foreach (var attribute in tag.Attributes)
            {
                changed.Append(' ').Append(attribute.Key).Append("=\"")
                    .Append(WebUtility.HtmlEncode(Moved(attribute, baseAddress) ?? attribute.Value)).Append('"');
            }

            changed.Append(tag.SelfClosing ? " />" : ">");
            copied = at;
        }

        return changed is null ? html : changed.Append(html, copied, html.Length - copied).ToString();
    }

    private static string? Moved(KeyValuePair<string, string> attribute, Uri baseAddress)
    {
        var value = attribute.Value.Trim();
        return Linking.Contains(attribute.Key) && value.Length > 0 && value[0] != '#'
            && FeedAddresses.Resolve(value, baseAddress) is { } resolved && resolved != attribute.Value ? resolved : null;
    }

    private static void AppendText(StringBuilder text, ReadOnlySpan<char> html)
    {
        if (html.Length > 0)
        {
            text.Append(FeedText.Clean(WebUtility.HtmlDecode(html.ToString())).Replace('\n', ' '));
        }
    }

    /// <summary>Where the next tag or comment starts; the length of the text where there is none.</summary>
    private static int NextTag(string html, int at)
    {
        while (at < html.Length && html.IndexOf('<', at) is var found and >= 0)
        {
            if (found + 1 < html.Length && (char.IsAsciiLetter(html[found + 1]) || html[found + 1] is '/' or '!' or '?'))
            {
                return found;
            }

            at = found + 1;
        }

        return html.Length;
    }

    private static int SkipTag(string html, int at, out string name, out bool opens)
    {
        (name, opens) = ("", false);
        if (html.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
        {
            return html.IndexOf("-->", at, StringComparison.Ordinal) is var end and >= 0 ? end + 3 : html.Length;
        }

        if (char.IsAsciiLetter(html[at + 1]))
        {
            if (MarkupTag.Read(html, at) is not { } tag)
            {
                return html.Length;
            }

            (name, opens) = (tag.Name, true);
            return tag.Next;
        }

        var close = html.IndexOf('>', at);
        name = html[at + 1] == '/' ? html[(at + 2)..(close < 0 ? html.Length : close)].Trim() : "";
        return close < 0 ? html.Length : close + 1;
    }

    // An element that is never closed hides the rest, as in a browser.
    private static int EndOf(string html, int at, string name) =>
        html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase) is var end and >= 0 ? end : html.Length;
}

using System.Buffers;
using System.Net;
using System.Text;

namespace Inbox.Mail.Text;

/// <summary>
/// The words of an HTML mail for search, threading and readers without HTML. It reads tags one by one in linear time and
/// builds no document; it is no sanitiser.
/// </summary>
public static class HtmlText
{
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr",
        "title", "section", "article", "header", "footer", "address", "dt", "dd", "center",
    };

    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "head", "title", "template", "noscript",
    };

    private static readonly SearchValues<char> EndOfValue = SearchValues.Create("\"'>; /");

    public static string Of(string html)
    {
        var output = new StringBuilder(html.Length / 2);
        var position = 0;
        var preformatted = 0;
        // Elements without an end are looked for once, or a page of nothing but them would take quadratic time.
        var endless = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (position < html.Length)
        {
            var open = html.IndexOf('<', position);
            AppendText(output, html.AsSpan(position, (open < 0 ? html.Length : open) - position), preformatted > 0);
            if (open < 0)
            {
                break;
            }
            position = EndOfTag(html, open, output, out var name);
            var closing = name.StartsWith('/');
            var element = (closing ? name[1..] : name).ToString();
            if (element.Equals("pre", StringComparison.OrdinalIgnoreCase))
            {
                preformatted = Math.Max(0, preformatted + (closing ? -1 : 1));
            }
            if (Blocks.Contains(element))
            {
                BreakLine(output, element, closing);
            }
            else if (!closing && element is "td" or "th")
            {
                AppendText(output, " ", keep: false);
            }
            if (!closing && Hidden.Contains(element) && !endless.Contains(element))
            {
                var end = html.IndexOf("</" + element, position, StringComparison.OrdinalIgnoreCase);
                position = end < 0 ? position : end;
                _ = end >= 0 || endless.Add(element);
            }
        }
        return output.ToString().Trim() + "\n";
    }

    /// <summary>Plain text as HTML that shows the same.</summary>
    public static string FromPlain(string text) =>
        "<div>" + WebUtility.HtmlEncode(text.TrimEnd('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal) + "</div>\n";

    /// <summary>The charset a page names for itself in its first kilobyte (HTML, 13.2.3.2), for mail that names none.</summary>
    internal static string? DeclaredCharset(ReadOnlySpan<byte> html)
    {
        var head = html[..Math.Min(html.Length, 1024)];
        var text = Encoding.ASCII.GetString(head);
        var at = text.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }
        var value = text.AsSpan(at + 8).TrimStart("\"' ");
        var end = value.IndexOfAny(EndOfValue);
        return end <= 0 ? null : value[..end].ToString();
    }

    private static int EndOfTag(string html, int open, StringBuilder output, out ReadOnlySpan<char> name)
    {
        name = default;
        var rest = html.AsSpan(open);
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            var end = rest.IndexOf("-->", StringComparison.Ordinal);
            return end < 0 ? html.Length : open + end + 3;
        }
        if (rest.Length < 2 || !(char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?'))
        {
            output.Append('<');
            return open + 1;
        }
        var close = rest.IndexOf('>');
        if (close < 0)
        {
            return html.Length;
        }
        var inner = rest[1..close];
        var stop = inner.IndexOfAny(" \t\r\n");
        name = stop < 0 ? inner.TrimEnd('/') : inner[..stop];
        return open + close + 1;
    }

    private static void AppendText(StringBuilder output, ReadOnlySpan<char> text, bool keep)
    {
        if (text.IsEmpty)
        {
            return;
        }
        var decoded = text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text;
        foreach (var c in decoded)
        {
            if (keep && c is '\n' or '\t')
            {
                output.Append(c);
            }
            else if (!char.IsWhiteSpace(c))
            {
                output.Append(c);
            }
            else if (output.Length > 0 && output[^1] is not (' ' or '\n'))
            {
                output.Append(' ');
            }
        }
    }

    private static void BreakLine(StringBuilder output, string element, bool closing)
    {
        while (output.Length > 0 && output[^1] == ' ')
        {
            output.Length--;
        }
        var paragraph = closing && element.Equals("p", StringComparison.OrdinalIgnoreCase);
        var always = element.Equals("br", StringComparison.OrdinalIgnoreCase);
        if (output.Length > 0 && (always || output[^1] != '\n'))
        {
            output.Append('\n');
        }
        if (paragraph && output.Length > 1 && output[^2] != '\n')
        {
            output.Append('\n');
        }
    }
}

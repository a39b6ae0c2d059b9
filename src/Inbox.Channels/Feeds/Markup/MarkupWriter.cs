using System.Text;

namespace Inbox.Channels.Feeds.Markup;

/// <summary>Writes inline XHTML, and markup that a publisher forgot to escape, as HTML.</summary>
internal static class MarkupWriter
{
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    };

    public static string Inner(MarkupElement element)
    {
        var html = new StringBuilder();
        AppendNodes(element, html);
        return html.ToString().Trim();
    }

    private static void AppendNodes(MarkupElement element, StringBuilder html)
    {
        foreach (var node in element.Nodes)
        {
            if (node is MarkupText text)
            {
                html.Append(Escape(text.Value));
            }
            else if (node is MarkupElement child)
            {
                Append(child, html);
            }
        }
    }

    private static void Append(MarkupElement element, StringBuilder html)
    {
        // HTML knows no prefixes: <xhtml:p> is <p>.
        var name = element.SourceName[(element.SourceName.LastIndexOf(':') + 1)..];
        html.Append('<').Append(name);
        foreach (var (attribute, value) in element.Attributes)
        {
            if (!attribute.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase))
            {
                html.Append(' ').Append(attribute).Append("=\"")
                    .Append(Escape(value).Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
            }
        }

        if (Void.Contains(element.LocalName))
        {
            html.Append(" />");
            return;
        }

        html.Append('>');
        AppendNodes(element, html);
        html.Append("</").Append(name).Append('>');
    }

    // Not WebUtility.HtmlEncode: it turns every letter above U+00A0 below U+0100 into a number.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

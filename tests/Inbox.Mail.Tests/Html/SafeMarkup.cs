using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Inbox.Mail.Tests.Html;

/// <summary>Reads sanitised markup back as a browser would and names what should not be there.</summary>
internal static class SafeMarkup
{
    private static readonly string[] Elements =
        ("a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em "
        + "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section "
        + "small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr html head body").Split(' ');

    private static readonly string[] Attributes =
        ("href rel target src style title alt summary abbr datetime face dir lang align valign width height bgcolor color border cellpadding "
        + "cellspacing colspan rowspan span nowrap start type value size scope hspace vspace reversed").Split(' ');

    private static readonly string[] ForbiddenCss = ["url", "expression", "@", "\\", "/*", "javascript", "behavior", "binding", "fixed", "absolute", "position", "var("];

    /// <summary>With scripting and without, because noscript is read differently in each.</summary>
    public static IReadOnlyList<string> DangersIn(string html) => [.. Read(html, true), .. Read(html, false)];

    private static IEnumerable<string> Read(string html, bool scripting)
    {
        var document = new HtmlParser(new HtmlParserOptions { IsScripting = scripting }).ParseDocument(html);
        foreach (var element in document.All)
        {
            if (!Elements.Contains(element.LocalName, StringComparer.Ordinal) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
                yield return $"<{element.LocalName}>";
            foreach (var attribute in element.Attributes)
            {
                if (IsDangerous(attribute))
                    yield return $"{element.LocalName}.{attribute.Name}={attribute.Value}";
            }
        }
        if (document.Descendants<IComment>().Any())
            yield return "comment";
    }

    private static bool IsDangerous(IAttr attribute) => attribute.Name switch
    {
        "href" => !new[] { "http://", "https://", "mailto:", "tel:" }.Any(s => attribute.Value.StartsWith(s, StringComparison.OrdinalIgnoreCase)),
        "src" => !attribute.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal) && !attribute.Value.StartsWith("/inline/", StringComparison.Ordinal),
        "style" => ForbiddenCss.Any(c => attribute.Value.Contains(c, StringComparison.OrdinalIgnoreCase)),
        _ => !Attributes.Contains(attribute.Name, StringComparer.Ordinal),
    };
}

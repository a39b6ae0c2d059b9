using System.Collections.Frozen;

namespace Inbox.Mail.Html;

/// <summary>
/// What may appear in the output. None of these elements switches a parser out of its plain mode (no raw text, no
/// foreign content, no template, no form), so what we write is read back as exactly the same tags by every browser.
/// </summary>
internal static class AllowList
{
    public static readonly FrozenSet<string> Elements = FrozenSet.Create(
        "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
        "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
        "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main",
        "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike",
        "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr");

    /// <summary>Elements shown as another one; the rest of the unknown lose their tags and keep their text.</summary>
    public static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>
    {
        ["body"] = "div",
        ["image"] = "img",
        ["xmp"] = "pre",
        ["plaintext"] = "pre",
        ["listing"] = "pre",
        ["textarea"] = "pre",
        ["fieldset"] = "div",
        ["legend"] = "div",
        ["form"] = "div",
        ["option"] = "div",
        ["button"] = "span",
        ["dir"] = "ul",
        ["menu"] = "ul",
    }.ToFrozenDictionary();

    public static readonly FrozenSet<string> Void = FrozenSet.Create("br", "col", "hr", "img", "wbr");

    public static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul");

    private static readonly FrozenSet<string> FreeText = FrozenSet.Create("title", "alt", "summary", "abbr", "datetime", "face");

    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        "dir", "lang", "align", "valign", "width", "height", "bgcolor", "color", "border", "cellpadding", "cellspacing",
        "colspan", "rowspan", "span", "nowrap", "start", "type", "value", "size", "scope", "hspace", "vspace", "reversed");

    /// <summary>
    /// Whether an attribute may be copied. Addresses, styles, ids, names, classes and handlers are not among them: the
    /// first two have rules of their own, the others would reach the page's own scripts and sheets.
    /// </summary>
    public static bool Permits(string attribute, string value) =>
        FreeText.Contains(attribute)
        || (Words.Contains(attribute) && value.Length <= 24 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '#' or '%' or '.' or '-' or '+'));
}

using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Mail.Html;

/// <summary>
/// Keeps of a style attribute the declarations that only dress text and tables. What could load, run, or place
/// something over its surroundings has no property or value here to do it with.
/// </summary>
internal static partial class StyleFilter
{
    private const int MaxLength = 10_000;

    private static readonly FrozenSet<string> Properties = FrozenSet.Create(
        "background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
        "border-bottom-width", "border-collapse", "border-color", "border-left", "border-left-color", "border-left-style",
        "border-left-width", "border-radius", "border-right", "border-right-color", "border-right-style",
        "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color", "border-top-style",
        "border-top-width", "border-width", "caption-side", "clear", "color", "direction", "display", "empty-cells",
        "float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
        "letter-spacing", "line-height", "list-style", "list-style-position", "list-style-type", "margin",
        "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
        "min-width", "opacity", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right",
        "padding-top", "table-layout", "text-align", "text-decoration", "text-indent", "text-transform",
        "unicode-bidi", "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing", "word-wrap");

    /// <summary>A negative length or number could lay a paragraph over the one before it.</summary>
    private static readonly FrozenSet<string> MayBeNegative = FrozenSet.Create("letter-spacing", "word-spacing", "vertical-align");

    public static string Filter(string style)
    {
        if (style.Length > MaxLength)
            return string.Empty;
        var kept = new StringBuilder();
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon <= 0)
                continue;
            var property = declaration[..colon].Trim().ToString().ToLowerInvariant();
            var value = declaration[(colon + 1)..].Trim().ToString();
            if (Properties.Contains(property) && IsHarmless(property, value))
                kept.Append(kept.Length == 0 ? "" : "; ").Append(property).Append(": ").Append(value);
        }
        return kept.ToString();
    }

    /// <summary>
    /// Quotes must pair within the declaration, since it was cut out at semicolons; escapes, comments, at-rules,
    /// unknown functions and addresses all need a character or a name that is not in the pattern.
    /// </summary>
    private static bool IsHarmless(string property, string value) =>
        value.Length is > 0 and <= 500
        && (!value.AsSpan().ContainsAnyExcept(Plain) || Value().IsMatch(value))
        && !value.Contains("//", StringComparison.Ordinal)
        && !value.Contains("/*", StringComparison.Ordinal)
        && !value.AsSpan().ContainsAny(Forbidden)
        && (!value.Contains('-', StringComparison.Ordinal) || MayBeNegative.Contains(property) || !Negative().IsMatch(value));

    /// <summary>Characters of which any sequence fits the pattern below: nearly all values hold no others.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 #.,%!/+_-");

    private static readonly SearchValues<string> Forbidden = SearchValues.Create(
        ["expression", "javascript", "vbscript", "behavior", "behaviour", "binding", "fixed", "sticky", "absolute"], StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""^(?:[\p{L}\p{N}\s#.,%!/+_-]|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\)|"[\p{L}\p{N}\s.,_-]{0,80}"|'[\p{L}\p{N}\s.,_-]{0,80}')+$""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Value();

    [GeneratedRegex(@"(?:^|[\s,/])-[\d.]", RegexOptions.NonBacktracking)]
    private static partial Regex Negative();
}

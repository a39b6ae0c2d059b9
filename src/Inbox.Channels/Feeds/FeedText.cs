using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Channels.Feeds;

/// <summary>Small rules for text out of feeds.</summary>
internal static partial class FeedText
{
    // Numeric references 128-159 are meant as windows-1252 wherever they occur (HTML Standard, 13.2.5.80).
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\t' or '\n' or '\r')))]);

    /// <summary>Drops what neither PostgreSQL nor a page can hold: U+0000, other controls, lone surrogates (which become U+FFFD).</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0x80 and < 0xA0)
            {
                clean.Append(Windows1252[rune.Value - 0x80]);
            }
            else if (!Rune.IsControl(rune) || rune.Value is '\t' or '\n' or '\r')
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>One line: every run of white space is a single space.</summary>
    public static string Line(string? text) => text is null ? "" : WhiteSpace().Replace(text, " ").Trim();

    public static string Shorten(string text, int length) => text.Length <= length ? text : text[..length] + "…";

    /// <summary>RSS does not say whether a description is text or HTML; a tag or an entity decides.</summary>
    public static bool LooksLikeHtml(string text) => HtmlSign().IsMatch(text);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"</?[a-zA-Z][a-zA-Z0-9:-]*(\s|/?>)|<!--|&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HtmlSign();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Core.Channels.Replies;

/// <summary>
/// The weights by which X counts a text (twitter-text, configuration 3). Composed letters count as one (NFC), an emoji of
/// several code points as one emoji. js/compose-limit.js counts the same.
/// </summary>
internal static partial class WeightedText
{
    private const int Variation = 0xFE0F;
    private const int Keycap = 0x20E3;

    public static int Count(string text)
    {
        var sum = 0;
        var elements = StringInfo.GetTextElementEnumerator(Composed(text));
        while (elements.MoveNext())
        {
            Rune[] runes = [.. elements.GetTextElement().EnumerateRunes()];
            sum += runes.Length > 1 && IsEmoji(runes) ? 2 : runes.Sum(WeightOf);
        }

        return sum;
    }

    private static int WeightOf(Rune rune) => rune.Value is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247) ? 1 : 2;

    /// <summary>Begins like an emoji, or is a digit in a key; joiners alone make none, since scripts of India have them too.</summary>
    private static bool IsEmoji(Rune[] runes) => runes[0].Value is >= 0x1F000 and <= 0x1FAFF
        || (runes[0].Value is >= 0x203C and <= 0x3299 && runes[1].Value == Variation)
        || (runes[0].Value is >= 0x2190 and <= 0x2BFF && runes[1].Value is 0x200D or (>= 0x1F3FB and <= 0x1F3FF))
        || (runes[0].Value is '#' or '*' or (>= '0' and <= '9') && runes.Any(r => r.Value is Variation or Keycap))
        || (runes[0].Value is 0xA9 or 0xAE && runes[1].Value == Variation);

    /// <summary>Half a letter cannot be composed, so it becomes the letter that stands for broken ones.</summary>
    private static string Composed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune);
        }

        return whole.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>X makes links of bare names too: those of well-known endings, and of countries where a path follows.</summary>
    [GeneratedRegex(
        """https?://[^\s<>"]*[^\s<>".,;:!?)']|(?<![A-Za-z0-9@._/-])([A-Za-z0-9-]+\.)+((com|org|net|info|edu|gov|shop|store|app|dev|online|site|blog|news)(?![A-Za-z0-9.-]*[A-Za-z0-9])(/[^\s<>"]*[^\s<>".,;:!?)'])?|[A-Za-z]{2}/[^\s<>"]*[^\s<>".,;:!?)'])""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Link();
}

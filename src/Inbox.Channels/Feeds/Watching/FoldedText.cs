using System.Globalization;
using System.Text;

namespace Inbox.Channels.Feeds.Watching;

/// <summary>Words in text, whatever their case, found as whole words except in scripts that write no spaces.</summary>
internal static class FoldedText
{
    // Letters that look like another one with a mark, and are none to Unicode.
    private static readonly Dictionary<char, string> Marked = new()
    {
        ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ħ'] = "h", ['ı'] = "i", ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe",
    };

    /// <summary>Compatibility forms, letter case and white space that mean the same become the same.</summary>
    public static string Fold(string text) =>
        FeedText.Line(FeedText.Clean(text).Normalize(NormalizationForm.FormKC)).Replace('’', '\'').ToUpperInvariant().ToLowerInvariant();

    /// <summary>The same without accents: "Café" and "cafe" are one word.</summary>
    public static string FoldAccents(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in Fold(text).Normalize(NormalizationForm.FormD))
        {
            if (Marked.TryGetValue(letter, out var instead))
            {
                plain.Append(instead);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(letter);
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <param name="text">Folded.</param>
    /// <param name="phrase">Folded, and not empty.</param>
    public static bool Contains(string text, string phrase) => Find(text, phrase, 0) >= 0;

    /// <summary>The text with every such phrase taken out, so that no word of it is found any more.</summary>
    public static string Without(string text, string phrase)
    {
        for (var at = Find(text, phrase, 0); at >= 0; at = Find(text, phrase, at))
        {
            text = $"{text[..at]}\n{text[(at + phrase.Length)..]}";
        }

        return text;
    }

    private static int Find(string text, string phrase, int from)
    {
        for (var at = text.IndexOf(phrase, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!Joined(text, at) && !Joined(text, at + phrase.Length))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether a word runs across this position.</summary>
    private static bool Joined(string text, int at) =>
        at > 0 && at < text.Length
        && Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var before, out _) == System.Buffers.OperationStatus.Done
        && Rune.DecodeFromUtf16(text.AsSpan(at), out var after, out _) == System.Buffers.OperationStatus.Done
        && (IsMark(after) || (IsSpaced(before) && IsSpaced(after)));

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSpaced(Rune rune) => (Rune.IsLetterOrDigit(rune) || IsMark(rune)) && !WritesNoSpaces(rune.Value);

    // Thai to Myanmar, Khmer, kana and ideographs; Hangul too, as its particles stick to the word.
    private static bool WritesNoSpaces(int rune) => rune is
        >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1100 and <= 0x11FF or >= 0x1780 and <= 0x17FF
        or >= 0x3005 and <= 0x30FF or >= 0x3130 and <= 0x318F or >= 0x31F0 and <= 0x31FF or >= 0x3400 and <= 0x9FFF
        or >= 0xAC00 and <= 0xD7FF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}

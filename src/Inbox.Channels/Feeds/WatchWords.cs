using System.Globalization;
using System.Text;

namespace Inbox.Channels.Feeds;

/// <param name="Word">The watch word found, as it was written in the settings; null where no words are set or none matched.</param>
internal readonly record struct WatchMatch(bool Matches, string? Word);

/// <summary>
/// The words that make a post a mention. Letter case does not count; a word matches whole words only, except in
/// scripts that write no spaces. Several words, in quotes or not, are a phrase; a leading minus excludes.
/// Without any words to look for, every post that is not excluded matches.
/// </summary>
internal sealed class WatchWords
{
    private readonly List<(string Word, string Folded)> _wanted = [];
    private readonly List<string> _excluded = [];

    public WatchWords(IEnumerable<string> words)
    {
        foreach (var written in words)
        {
            var word = written.Trim();
            var excludes = word.Length > 1 && word[0] is '-' or '−';
            var phrase = Fold((excludes ? word[1..] : word).Trim().Trim('"', '“', '”', '„', '«', '»').Trim());
            if (phrase.Length == 0 || phrase is "-" or "−")
            {
                continue;
            }

            if (excludes)
            {
                _excluded.Add(phrase);
            }
            else
            {
                _wanted.Add((word, phrase));
            }
        }
    }

    /// <summary>Reads a settings field: one word or phrase a line, or separated by commas or semicolons.</summary>
    public static WatchWords Parse(string? text) => new((text ?? "").Split([',', ';', '\n', '\r', '，', '、', '؛', '،'], StringSplitOptions.RemoveEmptyEntries));

    /// <param name="texts">What a reader sees, such as the title and the text. A phrase does not reach from one into the next.</param>
    public WatchMatch Match(params ReadOnlySpan<string?> texts)
    {
        var folded = new List<string>();
        foreach (var text in texts)
        {
            folded.Add(Fold(text ?? ""));
        }

        if (_excluded.Exists(phrase => folded.Exists(text => Contains(text, phrase))))
        {
            return new WatchMatch(false, null);
        }

        foreach (var (word, phrase) in _wanted)
        {
            if (folded.Exists(text => Contains(text, phrase)))
            {
                return new WatchMatch(true, word);
            }
        }

        return new WatchMatch(_wanted.Count == 0, null);
    }

    private static bool Contains(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!Joined(text, at) && !Joined(text, at + phrase.Length))
            {
                return true;
            }
        }

        return false;
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

    /// <summary>Compatibility forms, letter case and white space that mean the same become the same.</summary>
    private static string Fold(string text) =>
        FeedText.Line(FeedText.Clean(text).Normalize(NormalizationForm.FormKC)).Replace('’', '\'').ToUpperInvariant().ToLowerInvariant();
}

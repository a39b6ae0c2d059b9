namespace Inbox.Core.Routing;

/// <summary>
/// The language of a text, by its script or by its common words. Sure, in per cent, is the share of the common words found
/// that are of this language; with fewer than three of them, or below 60 %, nothing is said.
/// </summary>
/// <param name="Code">ISO 639-1, or null.</param>
internal readonly record struct LanguageGuess(string? Code, int Sure)
{
    private const int LeastSure = 60;
    private const int LeastWords = 3;

    /// <summary>The beginning tells as much as the whole.</summary>
    private const int ReadsUpTo = 5_000;

    private static readonly string[] Codes = [.. Languages.CommonWords.Keys];

    /// <summary>The languages of a word, as places in <see cref="Codes"/>.</summary>
    private static readonly Dictionary<string, int[]> Known = Languages.CommonWords
        .SelectMany(l => l.Value.Split(' ').Distinct(StringComparer.Ordinal).Select(word => (word, Place: Array.IndexOf(Codes, l.Key))))
        .GroupBy(w => w.word, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.Select(w => w.Place).ToArray(), StringComparer.OrdinalIgnoreCase);

    public static LanguageGuess Of(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, ReadsUpTo));
        return ByScript(start) ?? ByWords(start);
    }

    private static LanguageGuess? ByScript(ReadOnlySpan<char> text)
    {
        int letters = 0, cyrillic = 0, ukrainian = 0, greek = 0, arabic = 0, han = 0, kana = 0, hangul = 0;
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
            {
                continue;
            }

            letters++;
            switch (c)
            {
                case 'і' or 'ї' or 'є' or 'ґ' or 'І' or 'Ї' or 'Є' or 'Ґ':
                    ukrainian++;
                    cyrillic++;
                    break;
                case >= '\u0400' and <= '\u04FF':
                    cyrillic++;
                    break;
                case >= '\u0370' and <= '\u03FF':
                    greek++;
                    break;
                case >= '\u0600' and <= '\u06FF':
                    arabic++;
                    break;
                case >= '\u3040' and <= '\u30FF':
                    kana++;
                    break;
                case >= '\u4E00' and <= '\u9FFF':
                    han++;
                    break;
                case >= '\uAC00' and <= '\uD7AF':
                    hangul++;
                    break;
            }
        }

        // Names and product words stand in Latin letters in any language.
        (string Code, int Count)[] scripts =
        [
            (ukrainian > 0 ? "uk" : "ru", cyrillic), ("el", greek), ("ar", arabic), ("ko", hangul),
            (kana * 10 > han ? "ja" : "zh", kana + han),
        ];
        var most = scripts.MaxBy(s => s.Count);
        return most.Count * 2 > letters ? new LanguageGuess(most.Code, most.Count * 100 / letters) : null;
    }

    private static LanguageGuess ByWords(ReadOnlySpan<char> text)
    {
        Span<float> scores = stackalloc float[Codes.Length];
        var lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();
        var (words, all, at) = (0, 0f, 0);
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '\''))
            {
                at++;
            }

            if (at > start && lookup.TryGetValue(text[start..at], out var places))
            {
                words++;
                all++;
                foreach (var place in places)
                {
                    scores[place] += 1f / places.Length;
                }
            }

            at += at == start ? 1 : 0;
        }

        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        var sure = words == 0 ? 0 : (int)(scores[best] * 100 / all);
        return words >= LeastWords && sure >= LeastSure ? new LanguageGuess(Codes[best], sure) : default;
    }
}

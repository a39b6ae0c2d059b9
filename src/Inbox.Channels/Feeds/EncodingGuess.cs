using System.Text;

namespace Inbox.Channels.Feeds;

/// <summary>
/// Guesses the encoding of text that is not UTF-8 and declares nothing usable. Bytes above 127 that stand alone are
/// accents of a Western language; runs of them are Cyrillic or, where they decode cleanly into frequent characters, an
/// East Asian encoding.
/// </summary>
internal static class EncodingGuess
{
    // In this order a tie is right: Korean reads as frequent Chinese in full, Chinese as Korean only in part.
    private static readonly string[] EastAsian = ["iso-2022-jp", "shift_jis", "euc-jp", "big5", "euc-kr", "gb18030"];

    public static Encoding Of(byte[] body)
    {
        var best = (Name: "windows-1252", Score: 0.6);
        foreach (var name in EastAsian)
        {
            if (FeedEncoding.TryStrict(FeedEncoding.Strict(name), body) is { } text && Frequent(name, text) is var score && score > best.Score)
            {
                best = (name, score);
            }
        }

        if (best.Name == "windows-1252" && Cyrillic(body) is { } cyrillic)
        {
            best = (cyrillic, 1);
        }

        return CodePagesEncodingProvider.Instance.GetEncoding(best.Name) ?? Encoding.Latin1;
    }

    /// <summary>The share of frequent characters among those outside ASCII.</summary>
    private static double Frequent(string name, string text)
    {
        int frequent = 0, kana = 0, all = 0;
        var japanese = name is "iso-2022-jp" or "shift_jis" or "euc-jp";
        var firstLevel = FeedEncoding.Strict(name is "iso-2022-jp" or "shift_jis" ? "euc-jp" : name);
        Span<byte> bytes = stackalloc byte[8];
        foreach (var character in text)
        {
            if (character < 0x80)
            {
                continue;
            }

            all++;
            if (char.IsSurrogate(character))
            {
                continue;
            }

            var isKana = japanese && character is >= '\u3041' and <= '\u30FE';
            kana += isKana ? 1 : 0;
            var hangul = character is >= '\uAC00' and <= '\uD7A3';
            var punctuation = character is >= '\u3000' and <= '\u3011' or >= '\uFF01' and <= '\uFF5E';
            var ideograph = character is >= '\u4E00' and <= '\u9FFF' && IsFirstLevel(name, firstLevel, character, bytes);
            frequent += punctuation || isKana || (hangul && name == "euc-kr") || (ideograph && name != "euc-kr") ? 1 : 0;
        }

        // Without kana it is Korean or Chinese that happens to decode.
        return all == 0 || (japanese && kana < 0.1 * all) ? 0 : (double)frequent / all;
    }

    // The standards list frequent characters first: level 1 of JIS X 0208, Big5 and GB 2312.
    private static bool IsFirstLevel(string name, Encoding encoding, char character, Span<byte> bytes) =>
        encoding.GetBytes([character], bytes) >= 2 && bytes[0] is var lead && name switch
        {
            "big5" => lead is >= 0xA4 and <= 0xC6,
            "gb18030" => lead is >= 0xB0 and <= 0xD7,
            _ => lead is >= 0xB0 and <= 0xCF,
        };

    private static string? Cyrillic(byte[] body)
    {
        int high = 0, inRuns = 0, first = 0, second = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] < 0x80)
            {
                continue;
            }

            high++;
            inRuns += (i > 0 && body[i - 1] >= 0xC0) || (i + 1 < body.Length && body[i + 1] >= 0xC0) ? 1 : 0;
            first += body[i] is >= 0xC0 and <= 0xDF ? 1 : 0;
            second += body[i] >= 0xE0 ? 1 : 0;
        }

        if (high == 0 || inRuns < 0.8 * high || first + second < 0.8 * high)
        {
            return null;
        }

        // Most letters are small ones: KOI8-R has them in C0-DF, windows-1251 in E0-FF.
        return first > second ? "koi8-r" : "windows-1251";
    }
}

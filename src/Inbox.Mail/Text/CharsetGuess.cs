using System.Text;

namespace Inbox.Mail.Text;

/// <summary>
/// Which charset bytes are in that no header tells, or that the header tells wrongly: the one in which they read most like
/// the commonest letters of its languages. A few letters are enough; no statistics of pairs are kept.
/// </summary>
internal static class CharsetGuess
{
    /// <summary>Bytes that are looked at.</summary>
    private const int Sample = 8 * 1024;

    /// <summary>A later candidate must be so much better than an earlier one.</summary>
    private const double Margin = 0.05;

    private const double Least = 0.3;

    private const string Kana = "のにはをたがでてとしれさいるなもかすらりこあくどきまおうけせそちつみむめやよわんーアイウエオカキクケコサシスセソタチツテトナニネノハヒフホマミムメモラリルレロワンドジグバプ。、「」日本人年大一中出月時分会社事様方注文商品電話送届お";
    private const string Simplified = "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同已从动两长知请问您谢订单货收到，。！？、：（）";
    private const string Traditional = "的一是不了在人有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手用主行方又如前所本見經頭面公同已從動兩長知請問您謝訂單貨收到，。！？、：（）";
    private const string Hangul = "이다는을가에의하고지로사한은자기도리대어시아니인를게서나라요해습주세전정그수안있보일제문원장부상만여들면오과구스동되성조신공무관경소했었";
    private const string Russian = "оеаинтсрвлкмдпуяыьгзбчйхжОПНВСКД";
    private const string Greek = "αοιετσνηυρπκμλςωάίόέήώύγδΑΟΕΠΚΤΜΣ";
    private const string Hebrew = "יוהלארתבשמנםעחדקכפטגצסןז";
    private const string Arabic = "اليمنوتربةدعسفهكقحجشأصطخ";
    private const string Thai = "านรอกเงมยลวดทสตะปบคหแจพชขใไโ่้ิีัุู็์";
    private const string Central = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňóřšťúůýžÁČĎÉĚŇŘŠŤÚÝŽőűŐŰöüÖÜäßăâîșțľĺŕđ";
    private const string Western = "äöüßéèêëàâçñõãíóúáøåæîïôûùìòœÄÖÜÉÀÇÑØÅÆÁÓ’‘“”„–—…€£§°«»·¡¿ºª";

    private enum Script
    {
        /// <summary>Latin letters with some accents: eight-bit bytes stand alone.</summary>
        Accents,

        /// <summary>Words of eight-bit bytes.</summary>
        Letters,

        /// <summary>Two bytes a character.</summary>
        Pairs,
    }

    private sealed record Candidate(Encoding Encoding, string Common, Script Script);

    private static readonly Candidate[] Candidates =
    [
        Of("windows-1252", Western, Script.Accents), Of("iso-8859-2", Central, Script.Accents), Of("windows-1250", Central, Script.Accents),
        Of("gb18030", Simplified, Script.Pairs), Of("shift_jis", Kana, Script.Pairs), Of("euc-jp", Kana, Script.Pairs),
        Of("big5", Traditional, Script.Pairs), Of("ks_c_5601-1987", Hangul, Script.Pairs),
        Of("windows-1251", Russian, Script.Letters), Of("koi8-r", Russian, Script.Letters), Of("iso-8859-5", Russian, Script.Letters), Of("ibm866", Russian, Script.Letters),
        Of("windows-1253", Greek, Script.Letters), Of("windows-1255", Hebrew, Script.Letters), Of("windows-1256", Arabic, Script.Letters), Of("windows-874", Thai, Script.Letters),
    ];

    /// <summary>Null when they read like nothing known.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Sample)];
        if (Escaped(bytes) is { } escaped)
        {
            return escaped;
        }
        var (run, within) = Runs(bytes);
        if (run == 0)
        {
            return null;
        }
        Encoding? best = null;
        var bestScore = Least;
        foreach (var candidate in Candidates)
        {
            var score = Score(candidate, bytes, run, within);
            if (score > bestScore)
            {
                (best, bestScore) = (candidate.Encoding, score + Margin);
            }
        }
        return best;
    }

    /// <summary>ISO-2022 and HZ announce their shifts in seven bits (RFC 1468, 1557, 1922, 1843); null when there are none.</summary>
    public static Encoding? Escaped(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf((byte)0x1B) >= 0)
        {
            return bytes.IndexOf("\u001b$)C"u8) >= 0 ? Encoding.GetEncoding("iso-2022-kr")
                : bytes.IndexOf("\u001b$B"u8) >= 0 || bytes.IndexOf("\u001b$@"u8) >= 0 || bytes.IndexOf("\u001b(J"u8) >= 0 || bytes.IndexOf("\u001b(I"u8) >= 0 ? Encoding.GetEncoding("iso-2022-jp")
                : null;
        }
        var open = bytes.IndexOf("~{"u8);
        return open >= 0 && bytes[open..].IndexOf("~}"u8) is > 2 and var length && length % 2 == 0 && !bytes.Slice(open + 2, length - 2).ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
            && !bytes.Slice(open + 2, length - 2).Contains((byte)' ')
            ? Encoding.GetEncoding("hz-gb-2312")
            : null;
    }

    private static double Score(Candidate candidate, ReadOnlySpan<byte> bytes, double run, double within)
    {
        var (common, others) = (0, 0);
        foreach (var c in candidate.Encoding.GetString(bytes))
        {
            if (c < 0x80)
            {
                continue;
            }
            if (c is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') or (>= '\u0080' and < '\u00A0'))
            {
                others += 10;
            }
            else if (candidate.Common.Contains(c, StringComparison.Ordinal))
            {
                common++;
            }
            else
            {
                others++;
            }
        }
        var share = common + others == 0 ? 0 : (double)common / (common + others);
        return candidate.Script switch
        {
            Script.Accents => share * (within + ((1 - within) / run)),
            Script.Letters => share * (1 - within) * Math.Min(1, run / 2),
            // Of thousands of characters fewer are common.
            _ => share * 1.4,
        };
    }

    /// <summary>
    /// How many eight-bit bytes stand together on average, 0 when there are none, and which share of these runs stands
    /// beside a Latin letter: accents do, words of other scripts do not.
    /// </summary>
    private static (double Length, double Within) Runs(ReadOnlySpan<byte> bytes)
    {
        var (high, runs, within) = (0, 0, 0);
        for (var i = 0; i < bytes.Length;)
        {
            if (bytes[i] < 0x80)
            {
                i++;
                continue;
            }
            var start = i;
            while (i < bytes.Length && bytes[i] >= 0x80)
            {
                i++;
            }
            runs++;
            high += i - start;
            within += (start > 0 && char.IsAsciiLetter((char)bytes[start - 1])) || (i < bytes.Length && char.IsAsciiLetter((char)bytes[i])) ? 1 : 0;
        }
        return runs == 0 ? (0, 0) : ((double)high / runs, (double)within / runs);
    }

    private static Candidate Of(string name, string common, Script script)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return new Candidate(Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")), common, script);
    }
}

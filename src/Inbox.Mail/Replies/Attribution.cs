using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Mail.Replies;

/// <summary>
/// Lines that introduce a quote: "On … wrote:", "Am … schrieb …:", "2024年1月1日 … のメール:". Not one pattern per
/// language, but what they all share: a date or an address near the start, a verb of writing, a colon at the end.
/// </summary>
internal static partial class Attribution
{
    private const int MaxLines = 5;

    /// <summary>How many lines from <paramref name="start"/> form an attribution; 0 when none does.</summary>
    public static int LinesAt(IReadOnlyList<MailLine> lines, int start)
    {
        var first = lines[start].Text;
        if (first.Length == 0 || !MayStart(first))
            return 0;
        if (IsAttribution(first))
            return 1;
        if (EndsSentence(first) || !Opens(first))
            return 0;
        var length = first.Length;
        for (int i = start + 1, used = 1; i < lines.Count && used < MaxLines && length < MailLine.MaxLength; i++)
        {
            var line = lines[i];
            // Polymail and Airmail put the address in brackets into a paragraph of its own.
            if (line.IsBlank && (i + 1 >= lines.Count || !lines[i + 1].Text.StartsWith('<')))
                return 0;
            if (line.IsBlank)
                continue;
            var next = line.Trimmed.TrimStart('*');
            length += 1 + next.Length;
            used++;
            if (MayEnd(next.TrimEnd('*')) && IsAttribution(Join(lines, start, i).TrimEnd('*')))
                return i - start + 1;
        }
        return 0;
    }

    /// <summary>A short "Maja Lind wrote:" without date or address, which only a quote right below makes an attribution.</summary>
    public static bool IsNameOverQuote(MailLine line) =>
        line.Text.Length is > 0 and <= 100 && line.Text[^1] == ':' && (HasVerbAtEnd(line.Text) || Quoting().IsMatch(line.Text));

    private static string Join(IReadOnlyList<MailLine> lines, int start, int end)
    {
        var joined = new StringBuilder(lines[start].Text);
        for (var i = start + 1; i <= end; i++)
        {
            if (!lines[i].IsBlank)
                joined.Append(' ').Append(lines[i].Trimmed.TrimStart('*'));
        }
        return joined.ToString();
    }

    private static bool MayStart(string text) =>
        text.AsSpan().ContainsAnyInRange('0', '9') || text.Contains('@', StringComparison.Ordinal) || text.StartsWith("--", StringComparison.Ordinal);

    /// <summary>What nearly every line fails, so that hardly any is put together with its neighbours and matched.</summary>
    private static bool MayEnd(ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd(' ');
        return end.IsEmpty || end[^1] is ':' or '：' or '-' or '>' || end.EndsWith("Uhr", StringComparison.Ordinal);
    }

    private static bool IsAttribution(string text)
    {
        if (text.Length > MailLine.MaxLength || !MayEnd(text))
            return false;
        var hasVerb = text.AsSpan().ContainsAny(Verbs);
        if (hasVerb && IsRuled(text) && RuledVerb().IsMatch(text))
            return true;
        var bare = text.AsSpan().Trim("- ");
        if (bare.EndsWith('>') && OldGmail().IsMatch(bare))
            return true;
        if (!Ends(text) || !Opens(bare))
            return false;
        if (hasVerb && HasVerbAtEnd(bare))
            return Address().IsMatch(bare) || Date().IsMatch(bare) || Time().IsMatch(bare);
        if (hasVerb && (VerbThenName().IsMatch(bare) || (Verb().IsMatch(bare) && Address().IsMatch(bare))))
            return Date().IsMatch(bare) || Time().IsMatch(bare);
        return AddressAtEnd().IsMatch(bare) && StartsWithDate(bare) && Date().IsMatch(bare) && Time().IsMatch(bare);
    }

    private static bool Ends(string text) => text[^1] is ':' or '：' or '-' || text.EndsWith("Uhr", StringComparison.Ordinal);

    private static bool IsRuled(string text) => text.StartsWith("--", StringComparison.Ordinal) && text.EndsWith("--", StringComparison.Ordinal);

    /// <summary>A digit within the first few words, or an address behind a short name.</summary>
    private static bool Opens(ReadOnlySpan<char> text)
    {
        if (StartsWithDate(text))
            return true;
        var address = text.IndexOfAny('<', '@', '(');
        return (address is >= 0 and <= 80 && text[..address].IndexOfAny('!', '?') < 0 && !text[..address].Contains(". ", StringComparison.Ordinal))
            || (text.ContainsAny(VerbsOverDate) && NamedVerbDate().IsMatch(text));
    }

    private static bool StartsWithDate(ReadOnlySpan<char> text)
    {
        var digit = text.IndexOfAnyInRange('0', '9');
        return digit is >= 0 and <= 40
            && text[..digit].Count(' ') <= 5
            && text[..digit].IndexOfAny("!?:<@") < 0;
    }

    /// <summary>A full stop behind a long word ends a sentence; behind a short one or a number it is a date's.</summary>
    private static bool EndsSentence(string text)
    {
        const int longWord = 5;
        if (text[^1] != '.' || text.Length <= longWord)
            return text[^1] is '!' or '?';
        foreach (var c in text.AsSpan(text.Length - 1 - longWord, longWord))
        {
            if (!char.IsLetter(c))
                return false;
        }
        return true;
    }

    /// <summary>No verb with what may stand around it is longer, so that no more of a long line need be matched.</summary>
    private const int LongestEnd = 40;

    private static bool HasVerbAtEnd(ReadOnlySpan<char> text) => VerbAtEnd().IsMatch(text[Math.Max(0, text.Length - LongestEnd)..]);

    private const string Alphabetic =
        "wrote|writes|schrieb|schrieben|geschrieben|schreef|geschreven|a écrit|a ecrit|écrivait|écrit|escribió|escribio|escribía" +
        "|escreveu|ha scritto|scrive|scritto|napisał|napisała|napisał\\(a\\)|napisał/a|napisana przez|pisze|skrev|skreiv|kirjoitti|napsal" +
        "|napsala|napsal\\(a\\)|píše|napísal|napísala|napísal\\(a\\)|yazdı|yazmış|написал|написала|написал\\(а\\)|пишет|писал|писала" +
        "|написав|написала|пише|írta|a scris|έγραψε|va escriure|ha escrit|napisao|napisala|napisao je|je napisao/la|pisao|написа" +
        "|כתב|כתבה|كتب|rašė|rakstīja|kirjutas|đã viết|menulis|geantwoord|zei";

    private const string Ideographic = "写道|寫道|写到|书写|書きました|書いた|のメール|のメッセージ|작성|썼습니다|쓴 글|님의 말|보낸 메시지|เขียน";

    /// <summary>A part of each verb above that is found without matching its neighbours.</summary>
    private static readonly SearchValues<string> Verbs = SearchValues.Create(
        [.. Alphabetic.Replace("\\", string.Empty, StringComparison.Ordinal).Split('|'), .. Ideographic.Split('|')], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> VerbsOverDate = SearchValues.Create(
        ["wrote on", "schrieb am", "a écrit le", "escribió el", "escreveu em", "ha scritto il", "schreef op", "skrev", "napisał", "于", "於"],
        StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex($@"(?:^|[^\p{{L}}])(?:{Alphabetic})(?:[^\p{{L}}]|$)|{Ideographic}", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Verb();

    [GeneratedRegex($@"(?:(?:^|[^\p{{L}}])(?:{Alphabetic})|(?:{Ideographic})\p{{L}}{{0,4}})[^\p{{L}}\p{{N}}]{{0,12}}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex VerbAtEnd();

    /// <summary>Languages that put the verb second: "Am 5. Januar schrieb Max:", "Den 5. januar skrev Ola:".</summary>
    [GeneratedRegex(@"\d[^\p{L}]{0,6}(?:[\p{L}.]{1,6} ?){0,3}[^\p{L}]{0,6}(?:schrieb|skrev|skreiv|schreef|napsal(?:\(a\))?|napisał(?:\(a\))?|пишет|írta) ", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex VerbThenName();

    [GeneratedRegex(@"^[^.!?:]{1,60}(?:wrote on|schrieb am|a écrit le|escribió el|escreveu em|ha scritto il|schreef op|skrev den|skrev|napisał(?:\(a\))? dnia|于|於) ?.{0,12}\d", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NamedVerbDate();

    [GeneratedRegex("^(?:quoting|quote from|zitat von|zitiere|citando a?|citation de|citat från|citat fra|citazione da|cytat:?|cytowanie) .{1,90}:$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Quoting();

    [GeneratedRegex($@"^-{{2,}} ?.{{1,200}}[ >](?:{Alphabetic}|{Ideographic}) ?:? ?-{{2,}}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex RuledVerb();

    [GeneratedRegex(@"^(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2} [^<>]{1,60}<[^<>\s]+@[^<>\s]+>$", RegexOptions.NonBacktracking)]
    private static partial Regex OldGmail();

    [GeneratedRegex(@"[^\s<>()\[\]:;,]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"@[^\s@]{1,120}[>)\]]{0,3} ?[:：]-*$", RegexOptions.NonBacktracking)]
    private static partial Regex AddressAtEnd();

    [GeneratedRegex(@"\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{2,4}|(?:19|20)\d\d ?[./년年-] ?\d|\d.{0,24}(?:19|20)\d\d|\p{L}{3}.{0,3} \d{1,2}(?:,|th|st|nd|rd)", RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex(@"\d{1,2} ?[:.h時点點시] ?\d{2}|\d{1,2} ?(?:[ap]\.?m\.?\b|Uhr|時|点|點|시)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Time();
}

using System.Text;
using Inbox.Mail.Html;

namespace Inbox.Mail.Replies;

/// <summary>One line of a mail as the rules look at it.</summary>
internal sealed class MailLine
{
    /// <summary>Longer lines are prose; no rule reads them, so no pattern can be made to work on them.</summary>
    public const int MaxLength = 400;

    private static readonly MailLine Empty = new(string.Empty);

    public MailLine(string raw)
    {
        Mark = raw.Length > 0 && LandmarkMarks.IsMark(raw[0]) ? raw[0] : '\0';
        Raw = raw.TrimStart(LandmarkMarks.Attribution, LandmarkMarks.History, LandmarkMarks.Signature, LandmarkMarks.SignatureEnd).TrimEnd();
        HasTrailingSpace = raw.EndsWith(' ');
        EndsSignature = raw.Contains(LandmarkMarks.SignatureEnd, StringComparison.Ordinal);
        var (depth, start) = QuoteOf(Raw);
        Depth = depth;
        Text = Raw.Length - start > MaxLength ? string.Empty : Plain(Raw.AsSpan(start));
        IsBlank = Raw.AsSpan(start).IsWhiteSpace();
    }

    public string Raw { get; }

    /// <summary>The landmark the HTML put here, or 0.</summary>
    public char Mark { get; }

    public bool EndsSignature { get; }

    public bool HasTrailingSpace { get; }

    public int Depth { get; }

    public bool IsQuoted => Depth > 0;

    public bool IsBlank { get; }

    /// <summary>The line without quote marks, emphasis and odd spaces; empty when too long for any rule.</summary>
    public string Text { get; }

    public static MailLine Of(string raw) => raw.Length == 0 ? Empty : new MailLine(raw);

    private static (int Depth, int Start) QuoteOf(string raw)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < raw.Length && (raw[i] is '>' or '＞' || (i - start < 4 && char.IsWhiteSpace(raw[i]))); i++)
        {
            if (raw[i] is not ('>' or '＞'))
                continue;
            depth++;
            start = i + 1;
        }
        return (depth, start);
    }

    private static string Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '*' or '\u200B' or '\u200E' or '\u200F' or '\u202A' or '\u202B' or '\u202C' or '\uFEFF')
                continue;
            if (c is >= '\u2010' and <= '\u2015')
                plain.Append('-');
            else
                plain.Append(char.IsWhiteSpace(c) ? ' ' : c == '：' ? ':' : c);
        }
        return plain.ToString().Trim();
    }
}

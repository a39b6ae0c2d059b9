using System.Buffers;
using System.Text;
using Inbox.Mail.Html;

namespace Inbox.Mail.Replies;

/// <summary>One line of a mail as the rules look at it.</summary>
internal sealed class MailLine
{
    /// <summary>Longer lines are prose; no rule reads them, so no pattern can be made to work on them.</summary>
    public const int MaxLength = 400;

    /// <summary>What <see cref="Plain"/> takes out or writes otherwise; most lines hold none of it.</summary>
    private static readonly SearchValues<char> Odd = SearchValues.Create(
        "*：\u200B\u200E\u200F\u202A\u202B\u202C\uFEFF\u2010\u2011\u2012\u2013\u2014\u2015"
        + "\t\v\f\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000");

    private static readonly MailLine Empty = new(string.Empty);

    public MailLine(ReadOnlySpan<char> raw)
    {
        Mark = raw.Length > 0 && LandmarkMarks.IsMark(raw[0]) ? raw[0] : '\0';
        Raw = raw.TrimStart(LandmarkMarks.All).TrimEnd().ToString();
        HasTrailingSpace = raw.EndsWith(' ');
        EndsSignature = raw.Contains(LandmarkMarks.SignatureEnd);
        var (depth, start) = QuoteOf(Raw);
        Depth = depth;
        Text = Raw.Length - start > MaxLength ? string.Empty : Plain(Raw, start);
        IsBlank = Raw.AsSpan(start).IsWhiteSpace();
    }

    private MailLine(MailLine line, int depth)
    {
        (Raw, Mark, EndsSignature, HasTrailingSpace, Depth, IsBlank, Text) =
            (line.Raw, line.Mark, line.EndsSignature, line.HasTrailingSpace, depth, line.IsBlank, line.Text);
    }

    /// <summary>The same line as part of a quote whose mark it lost, or never had.</summary>
    public MailLine InQuote() => new(this, depth: 1);

    /// <summary>The lines of a text, whatever ends them.</summary>
    public static List<MailLine> AllOf(string text)
    {
        var lines = new List<MailLine>();
        foreach (var line in text.AsSpan().EnumerateLines())
            lines.Add(line.IsEmpty ? Empty : new MailLine(line));
        return lines;
    }

    public string Raw { get; }

    public ReadOnlySpan<char> Trimmed => Raw.AsSpan().Trim();

    /// <summary>The landmark the HTML put here, or 0.</summary>
    public char Mark { get; }

    public bool EndsSignature { get; }

    public bool HasTrailingSpace { get; }

    public int Depth { get; }

    public bool IsQuoted => Depth > 0;

    public bool IsBlank { get; }

    /// <summary>The line without quote marks, emphasis and odd spaces; empty when too long for any rule.</summary>
    public string Text { get; }

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

    private static string Plain(string raw, int start)
    {
        var text = raw.AsSpan(start);
        if (!text.ContainsAny(Odd))
            return start == 0 && !raw.StartsWith(' ') ? raw : text.Trim().ToString();
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

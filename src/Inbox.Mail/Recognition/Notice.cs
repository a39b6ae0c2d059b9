using Inbox.Mail.Parsing;

namespace Inbox.Mail.Recognition;

/// <summary>
/// A delivery notice in words: what the mail system says, apart from the mail it returns below.
/// </summary>
internal sealed record Notice(string Words, string Returned)
{
    private const int Longest = 32 * 1024;

    private static readonly string[] Headers =
        ["received:", "return-path:", "message-id:", "from:", "subject:", "date:", "to:", "mime-version:", "x-mailer:", "reply-to:", "content-type:"];

    public bool ReturnsMail => Returned.Length > 0;

    /// <summary>The returned mail starts at the first of two or more lines that look like its header.</summary>
    public static Notice Of(MailMessage message)
    {
        var text = message.PlainText;
        text = text[..Math.Min(text.Length, Longest)];
        var start = -1;
        var headers = 0;
        var position = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimStart("> \t");
            if (IsHeader(line))
            {
                start = headers++ == 0 ? range.Start.Value : start;
                if (headers == 3)
                {
                    return new Notice(text[..start], text[start..]);
                }
            }
            else if (line.IsEmpty || (text[range.Start.Value] is not (' ' or '\t') && !IsField(line)))
            {
                headers = 0;
            }
            position = range.End.Value;
        }
        return new Notice(text[..position], "");
    }

    /// <summary>The lines about one recipient: the one that names it and those below up to a blank line; else everything.</summary>
    public string About(string? recipient)
    {
        var start = recipient is null ? -1 : Words.IndexOf(recipient, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return Words;
        }
        var lineEnd = Words.IndexOf('\n', start);
        var blank = Words.IndexOf("\n\n", start, StringComparison.Ordinal);
        // Several recipients may stand line by line, each with its reason behind it.
        var line = lineEnd < 0 ? Words[start..] : Words[start..lineEnd];
        return line.Length > recipient!.Length + 20 && lineEnd + 1 < Words.Length && lineEnd > 0 && Words[lineEnd + 1] is not (' ' or '\t')
            && Words.AsSpan(lineEnd + 1).TrimStart().IndexOf('@') is > 0 and < 40
            ? line
            : blank < 0 ? Words[start..] : Words[start..blank].Length > recipient.Length + 10 ? Words[start..blank] : Words;
    }

    /// <summary>The id of the returned mail, from the text when the report has no part for it.</summary>
    public string? MessageId()
    {
        foreach (var range in Returned.AsSpan().Split('\n'))
        {
            var line = Returned.AsSpan(range).TrimStart("> \t");
            if (line.StartsWith("message-id:", StringComparison.OrdinalIgnoreCase))
            {
                return MessageIds.Parse(line[11..].ToString()) is [var id, ..] ? id : null;
            }
        }
        return null;
    }

    /// <summary>A name without a space and a colon.</summary>
    private static bool IsField(ReadOnlySpan<char> line) => line.IndexOf(':') is > 0 and var colon && !line[..colon].Contains(' ');

    private static bool IsHeader(ReadOnlySpan<char> line)
    {
        foreach (var header in Headers)
        {
            if (line.StartsWith(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }
}

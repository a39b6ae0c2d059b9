using System.Buffers;
using Inbox.Mail.Parsing;
using Inbox.Mail.Replies;

namespace Inbox.Mail.Forwards;

/// <summary>
/// Finds the mail that another one forwards: attached whole (message/rfc822), or written into the text under the words and
/// header lines that mail programs of many languages put there.
/// </summary>
public static class ForwardReader
{
    /// <summary>Mail programs put the header lines within so many lines below "Forwarded message".</summary>
    private const int LookAhead = 6;

    private static readonly SearchValues<char> BeforeAddress = SearchValues.Create(" <>(\"',;[:");

    private static readonly SearchValues<char> AfterAddress = SearchValues.Create(" <>()\"',;[]");

    /// <summary>What stands before the subject of a forwarded mail, in the usual programs of many languages.</summary>
    private static readonly string[] Prefixes =
    [
        "fwd", "fw", "wg", "weitergeleitet", "tr", "réf", "rv", "reenv", "enc", "encaminhada", "i", "inoltra", "doorst", "dw", "pd", "przek", "vb", "vl", "vs",
        "vidarebefordrat", "videresendt", "ilet", "пересл", "转发", "轉寄", "轉發", "転送", "전달",
    ];

    /// <summary>The forwarded mail, or null when this forwards none whose writer is named with an address.</summary>
    public static ForwardedMail? Read(MailMessage mail) => Attached(mail) ?? InText(mail);

    private static ForwardedMail? Attached(MailMessage mail)
    {
        // Several attached mails are a collection, and nobody's message in particular.
        if (mail.Attachments.Where(a => a.IsMessage).Take(2).ToList() is not [var attached]
            || attached.ReadMessage() is not { } original || original.From.FirstOrDefault(HasAddress) is not { } from)
        {
            return null;
        }

        return new ForwardedMail(from, original.Subject, original.Date, Comment(mail.PlainText), original.PlainText.Trim(), original.MessageId);
    }

    private static ForwardedMail? InText(MailMessage mail)
    {
        var lines = MailLine.AllOf(mail.PlainText);
        var subject = SubjectOf(mail.Subject, out var forwards);
        if (!forwards)
        {
            // Every program says so there; whatever the text quotes is then no mail that is passed on.
            return null;
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var announced = Separators.IsForward(lines[i]);
            if (!announced && HeaderBlock.LinesAt(lines, i) == 0)
            {
                continue;
            }

            if (Under(lines, i, announced) is { } found)
            {
                var end = i;
                while (end > 0 && (lines[end - 1].IsBlank || Separators.IsRule(lines[end - 1]) || Separators.IsOriginal(lines[end - 1])))
                {
                    // The line that the program draws above is none of the person's words.
                    end--;
                }

                var comment = Comment(Join(lines.Take(end), depth: 0));
                return found with { Comment = comment, Subject = found.Subject.Length > 0 ? found.Subject : subject };
            }
        }

        return null;
    }

    /// <summary>The mail below line <paramref name="at"/>, which announces it or begins its header lines.</summary>
    private static ForwardedMail? Under(List<MailLine> lines, int at, bool announced)
    {
        var last = announced ? Math.Min(lines.Count, at + 1 + LookAhead) : at + 1;
        for (var i = announced ? at + 1 : at; i < last; i++)
        {
            if (HeaderBlock.LinesAt(lines, i) is > 0 and var count)
            {
                var values = HeaderBlock.ValuesAt(lines, i, count);
                return AddressIn(values.From) is { } from
                    ? new ForwardedMail(from, values.Subject ?? "", DateParser.Parse(values.Date), "", Join(lines.Skip(i + count), lines[i].Depth), MessageId: null)
                    : null;
            }
        }

        // Some write a line such as "1 May 2026, 10:00, Nora <nora@…>:" instead.
        for (var i = at + 1; announced && i < last; i++)
        {
            if (!lines[i].IsBlank && AddressIn(lines[i].Text) is { } from)
            {
                return new ForwardedMail(from, "", Date: null, "", Join(lines.Skip(i + 1), lines[i].Depth), MessageId: null);
            }
        }

        return null;
    }

    /// <summary>The subject without its prefix, and whether one of them says that the mail is forwarded.</summary>
    private static string SubjectOf(string subject, out bool forwards)
    {
        forwards = false;
        var left = subject.Trim();
        while (left.IndexOfAny([':', '：']) is > 0 and <= 16 and var colon)
        {
            var prefix = left[..colon].Trim().TrimStart('[').ToLowerInvariant();
            var known = Array.Exists(Prefixes, p => p == prefix);
            if (!known && prefix is not ("re" or "aw" or "sv" or "antw" or "odp" or "回复" or "答复"))
            {
                break;
            }

            // "Re: Fwd:" answers a forward and is none; only what stands first counts.
            forwards |= known && left.Length == subject.Trim().Length;
            left = left[(colon + 1)..].Trim();
        }

        return left;
    }

    private static Mailbox? AddressIn(string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || !value.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        // Outlook writes "Name [mailto:name@host]", text made of HTML "Name <name@host <mailto:name@host>>".
        var text = value.Replace("[mailto:", "<", StringComparison.OrdinalIgnoreCase).Replace("mailto:", "", StringComparison.OrdinalIgnoreCase).Replace(']', '>');
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var start = text.AsSpan(0, at).LastIndexOfAny(BeforeAddress) + 1;
        var length = text.AsSpan(at).IndexOfAny(AfterAddress);
        var address = length < 0 ? text[start..] : text[start..(at + length)];
        var name = text[..start].Trim().TrimEnd('<', '(').Trim().Trim('"', '\'', ',').Trim();
        var mailbox = new Mailbox(name.Length is 0 or > 120 || name.Contains('@', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) ? null : name, address.TrimEnd('.'));
        return HasAddress(mailbox) ? mailbox : null;
    }

    private static bool HasAddress(Mailbox mailbox) =>
        mailbox.Address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < mailbox.Address.Length - 1;

    private static string Comment(string text) => string.IsNullOrWhiteSpace(text) ? "" : ReplyText.Of(text).Trim();

    /// <summary>Lines as text; what was quoted as a whole (Apple Mail) loses that depth of quote marks.</summary>
    private static string Join(IEnumerable<MailLine> lines, int depth) =>
        string.Join('\n', lines.Select(l => depth > 0 && l.IsQuoted ? Unquoted(l.Raw, depth) : l.Raw)).Trim();

    private static string Unquoted(string line, int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            var trimmed = line.TrimStart();
            line = trimmed.StartsWith('>') ? trimmed[1..] : line;
        }

        return line.StartsWith(' ') ? line[1..] : line;
    }
}

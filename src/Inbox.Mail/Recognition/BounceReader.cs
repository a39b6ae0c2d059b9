using System.Buffers;
using Inbox.Mail.Parsing;

namespace Inbox.Mail.Recognition;

/// <summary>Reads delivery reports: the machine-readable part (RFC 3464) where there is one, the words otherwise.</summary>
internal static class BounceReader
{
    private const int MostRecipients = 200;
    private const int LongestReason = 500;

    /// <summary>Bytes; enough for thousands of recipients.</summary>
    private const int LongestStatus = 1024 * 1024;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~");

    public static IReadOnlyList<BounceReport> Read(MailMessage message, ReportParts parts)
    {
        var notice = Notice.Of(message);
        var original = Id(parts.Original?.Find("Message-ID")?.Raw) ?? notice.MessageId()
            ?? (message.InReplyTo is [var answered, ..] ? answered : message.References is [.., var last] ? last : null);
        var reports = new List<BounceReport>();
        foreach (var part in parts.DeliveryStatus)
        {
            ReadStatus(part, notice, original, reports);
        }
        if (reports.Count == 0)
        {
            reports.AddRange(ReadWords(message, notice, original));
        }
        return reports;
    }

    private static void ReadStatus(MailPart part, Notice notice, string? original, List<BounceReport> reports)
    {
        var content = part.Content.Decode(LongestStatus);
        var position = 0;
        while (position < content.Length && reports.Count < MostRecipients)
        {
            var start = position;
            var fields = HeaderReader.Read(content, ref position, new Warnings());
            position += position == start ? HeaderReader.LineAt(content.Span, position, out var next).Length + next - position : 0;
            var recipient = Address(fields["Final-Recipient"]) ?? Address(fields["Original-Recipient"]);
            if (recipient is null && !fields.Contains("Action") && !fields.Contains("Status"))
            {
                continue;
            }
            var diagnostic = Diagnostic(fields["Diagnostic-Code"]);
            var status = StatusCodes.Best(fields["Status"], diagnostic);
            var action = ActionOf(fields["Action"], status);
            var words = diagnostic is { Length: > 0 } ? diagnostic : notice.About(recipient);
            var hard = IsHard(status, action, [words, notice.About(recipient), notice.Words], notice);
            reports.Add(new BounceReport(recipient, status, hard, original, Shorten(words), action));
        }
    }

    private static IEnumerable<BounceReport> ReadWords(MailMessage message, Notice notice, string? original)
    {
        var words = $"{message.Subject}\n{notice.Words}";
        var recipients = Recipients(message, notice.Words);
        var about = notice.About(recipients.Count == 1 ? recipients[0] : null);
        var status = StatusCodes.Find(about) ?? StatusCodes.Find(words);
        var action = words.Contains("delayed", StringComparison.OrdinalIgnoreCase) && status?.StartsWith('5') != true
            ? DeliveryAction.Delayed
            : DeliveryAction.Failed;
        var hard = IsHard(status, action, [about, words], notice);
        foreach (var recipient in recipients.Count == 0 ? [null] : recipients)
        {
            yield return new BounceReport(recipient, status, hard, original, Shorten(about), action);
        }
    }

    /// <summary>The most exact words that tell anything decide.</summary>
    private static bool IsHard(string? status, DeliveryAction action, string[] told, Notice notice) =>
        action == DeliveryAction.Failed
        // A server that answers 450 to unknown users meant it, once the sending side has given up.
        && (status?.StartsWith('4') != true || status.StartsWith("4.1.", StringComparison.Ordinal))
        && Array.ConvertAll(told, words => BouncePhrases.IsDeadAddress(status, words, notice.Words)).FirstOrDefault(answer => answer.HasValue) == true;

    private static List<string?> Recipients(MailMessage message, string words)
    {
        var named = AddressParser.Parse(message.Headers.Find("X-Failed-Recipients")?.Raw);
        if (named.Count > 0)
        {
            return [.. named.Select(mailbox => mailbox.Address)];
        }
        var ours = message.To.Concat(message.From).Select(mailbox => mailbox.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var mentioned = Addresses(words).Take(MostRecipients).ToList();
        var likely = mentioned.Find(address => !ours.Contains(address) && !address.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase));
        return (likely ?? (mentioned.Count > 0 ? mentioned[0] : null)) is { } found ? [found] : [];
    }

    private static IEnumerable<string> Addresses(string words)
    {
        for (var at = words.IndexOf('@', StringComparison.Ordinal); at >= 0; at = words.IndexOf('@', at + 1))
        {
            var start = at - Math.Min(at, 64);
            start += words.AsSpan(start, at - start).LastIndexOfAnyExcept(AddressCharacters) + 1;
            var length = words.AsSpan(at + 1).IndexOfAnyExcept(AddressCharacters);
            var end = length < 0 ? words.Length : at + 1 + length;
            if (start < at && end - at > 3)
            {
                yield return words[start..end].TrimEnd('.');
            }
        }
    }

    private static DeliveryAction ActionOf(string? action, string? status) => action?.Trim().ToLowerInvariant() switch
    {
        "delayed" => DeliveryAction.Delayed,
        "delivered" or "relayed" or "expanded" => DeliveryAction.Delivered,
        _ => status?.StartsWith('2') == true ? DeliveryAction.Delivered : DeliveryAction.Failed,
    };

    /// <summary><c>rfc822; user@example.org</c> (RFC 3464, 2.3.2).</summary>
    private static string? Address(string? field)
    {
        var value = field.AsSpan(field.AsSpan().IndexOf(';') + 1).Trim(" <>\t");
        return value.IsEmpty ? null : value.ToString();
    }

    private static string? Diagnostic(string? field)
    {
        if (field is null)
        {
            return null;
        }
        var semicolon = field.IndexOf(';', StringComparison.Ordinal);
        return semicolon is > 0 and < 20 ? field[(semicolon + 1)..].Trim() : field.Trim();
    }

    private static string? Id(string? field) => MessageIds.Parse(field) is [var id, ..] ? id : null;

    private static string? Shorten(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : line.Length <= LongestReason ? line : line[..LongestReason];
    }
}

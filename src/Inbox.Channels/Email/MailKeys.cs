using System.Globalization;
using System.Text.RegularExpressions;
using Inbox.Core.Channels;
using Inbox.Mail;

namespace Inbox.Channels.Email;

/// <summary>What a mail says of the conversation it belongs to: signed addresses, ids, a number in the subject.</summary>
internal static partial class MailKeys
{
    private const int MostReferences = 50;
    private static readonly string[] EnvelopeHeaders = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];

    public static IReadOnlyList<ThreadKey> Of(MailMessage mail, IEnumerable<string> reported, ThreadTokens tokens)
    {
        var keys = new List<ThreadKey>();
        if (mail.MessageId is { Length: > 0 } own)
        {
            keys.Add(new ThreadKey(ThreadKeyKind.Own, own));
        }

        foreach (var tag in Tags(mail))
        {
            if (tokens.TryVerify(tag, out var named))
            {
                keys.Add(Answer(named));
            }
        }

        foreach (var id in Named(mail, reported))
        {
            if (IsOurs(id, tokens, out var messageId))
            {
                keys.Add(Answer(messageId));
            }

            keys.Add(new ThreadKey(ThreadKeyKind.Earlier, id));
        }

        if (CaseNumberPattern().Match(mail.Subject) is { Success: true } number)
        {
            keys.Add(new ThreadKey(ThreadKeyKind.CaseNumber, number.Groups["n"].Value));
        }

        return keys;
    }

    /// <summary>A Message-ID that we signed: <c>c1042.m77.1.SIGNATURE@our.domain</c>.</summary>
    public static bool IsOurs(string id, ThreadTokens tokens, out long messageId)
    {
        messageId = 0;
        var at = id.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && tokens.TryVerify(id[..at], out messageId);
    }

    /// <summary>The mail of Inbox itself that a mail names, in its address or among its references.</summary>
    public static long? NoticeOf(MailMessage mail, IEnumerable<string> reported, ThreadTokens tokens)
    {
        foreach (var word in Tags(mail).Concat(Named(mail, reported).Select(id => id.Split('@')[0])))
        {
            if (tokens.TryVerifyNotice(word, out var noticeMailId))
            {
                return noticeMailId;
            }
        }

        return null;
    }

    /// <summary>The nearest first: what a report is about, what it answers, then the references from the newest to the oldest.</summary>
    private static IEnumerable<string> Named(MailMessage mail, IEnumerable<string> reported) =>
        reported.Concat(mail.InReplyTo).Concat(mail.References.Reverse()).Distinct(StringComparer.Ordinal).Take(MostReferences);

    /// <summary>What stands behind the last plus of an address it went to: the door's own address may hold a plus as well.</summary>
    private static IEnumerable<string> Tags(MailMessage mail)
    {
        foreach (var address in Recipients(mail))
        {
            var at = address.LastIndexOf('@');
            var plus = at < 0 ? -1 : address.AsSpan(0, at).LastIndexOf('+');
            if (plus > 0)
            {
                yield return address[(plus + 1)..at];
            }
        }
    }

    private static IEnumerable<string> Recipients(MailMessage mail) => mail.To.Concat(mail.Cc).Select(m => m.Address)
        .Concat(EnvelopeHeaders.SelectMany(name => mail.Headers.All(name)).Select(h => h.Value.Trim().Trim('<', '>')));

    private static ThreadKey Answer(long messageId) =>
        new(ThreadKeyKind.Answer, messageId.ToString(CultureInfo.InvariantCulture), Verified: true);

    [GeneratedRegex(@"\[C-(?<n>[0-9]{1,12})\]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CaseNumberPattern();
}

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

        foreach (var address in Recipients(mail))
        {
            // The last one: the door's own address may hold a plus as well.
            var at = address.LastIndexOf('@');
            var plus = at < 0 ? -1 : address.AsSpan(0, at).LastIndexOf('+');
            if (plus > 0 && tokens.TryVerify(address[(plus + 1)..at], out var named))
            {
                keys.Add(Answer(named));
            }
        }

        // The nearest first: what it answers, then the references from the newest to the oldest.
        foreach (var id in reported.Concat(mail.InReplyTo).Concat(mail.References.Reverse()).Distinct(StringComparer.Ordinal).Take(MostReferences))
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

    private static IEnumerable<string> Recipients(MailMessage mail) => mail.To.Concat(mail.Cc).Select(m => m.Address)
        .Concat(EnvelopeHeaders.SelectMany(name => mail.Headers.All(name)).Select(h => h.Value.Trim().Trim('<', '>')));

    private static ThreadKey Answer(long messageId) =>
        new(ThreadKeyKind.Answer, messageId.ToString(CultureInfo.InvariantCulture), Verified: true);

    [GeneratedRegex(@"\[C-(?<n>[0-9]{1,12})\]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CaseNumberPattern();
}

using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Mail.Writing;

namespace Inbox.Channels.Email;

/// <summary>Makes a mail of an answer, threaded by its headers and with the original quoted, and hands it on.</summary>
internal sealed class EmailSender(Outbox outbox, SmtpSender smtp, ChannelSecrets secrets, PublicAddress home)
{
    /// <summary>RFC 5321, 4.5.3.1.1.</summary>
    private const int LongestLocalPart = 64;

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        SendAsync(channel, message.Token, (settings, signed) => Compose(message, channel, settings, signed), cancellationToken);

    public Task<SendResult> SendNoticeAsync(OutgoingNotice notice, ChannelInfo channel, CancellationToken cancellationToken) =>
        SendAsync(channel, notice.Token, (settings, _) => Compose(notice, channel, settings), cancellationToken);

    /// <param name="channel">The door.</param>
    /// <param name="token">For the address that replies and reports come back to.</param>
    /// <param name="compose">Given the settings and that address.</param>
    /// <param name="cancellationToken">The host stops.</param>
    private async Task<SendResult> SendAsync(ChannelInfo channel, string token, Func<EmailSettings, string, OutgoingMail> compose, CancellationToken cancellationToken)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            return new SendResult(SendOutcome.Later, $"The SMTP password of {channel.Name} can no longer be read. Type it again in the channel's settings.", DoorFails: true);
        }

        var settings = EmailSettings.Read(revealed);
        var signed = settings.PlusAddressing ? SignedAddress(channel.Address, token) : channel.Address;
        var mail = compose(settings, signed);

        // What comes back to the signed address names this very message, whatever the report leaves out.
        return settings.HasServer
            ? await smtp.SendAsync(mail, signed, settings, cancellationToken)
            : await WriteAsync(mail, cancellationToken);
    }

    private OutgoingMail Compose(OutgoingMessage message, ChannelInfo channel, EmailSettings settings, string signed)
    {
        var from = new Mailbox(string.Join(" · ", new[] { message.FromName, settings.FromName }.Where(n => n.Length > 0)), channel.Address);
        var body = AnswerBody.Of(message);
        return new OutgoingMail
        {
            From = from,
            To = Mailboxes(message.To),
            Cc = Mailboxes(message.Cc),
            Bcc = Mailboxes(message.Bcc),
            ReplyTo = signed == channel.Address ? [] : [new Mailbox(from.Name, signed)],
            Subject = message.Subject,
            Date = message.At,
            MessageId = message.ExternalId,
            InReplyTo = string.IsNullOrEmpty(message.InReplyTo) ? null : message.InReplyTo,
            References = message.References,
            TextBody = body.Text,
            HtmlBody = body.Html,
            Attachments = [.. message.Attachments.Select(a =>
                new Mail.Writing.OutgoingAttachment(a.Name, a.ContentType, default, a.Inline ? a.ContentId : null) { OpenAsync = a.OpenAsync })],
            ExtraHeaders = message.Automatic ? AutomaticHeaders(message.Token) : [],
        };
    }

    /// <summary>Written by a program of its own accord (RFC 3834, 5.1), and no machine's to answer.</summary>
    private static OutgoingMail Compose(OutgoingNotice notice, ChannelInfo channel, EmailSettings settings) => new()
    {
        From = new Mailbox(settings.FromName.Length > 0 ? $"Inbox · {settings.FromName}" : "Inbox", channel.Address),
        To = [new Mailbox(null, notice.To)],
        Subject = notice.Subject,
        Date = notice.At,
        MessageId = notice.ExternalId,
        TextBody = notice.Text,
        HtmlBody = notice.Html,
        ExtraHeaders = [new("Auto-Submitted", "auto-generated"), new("X-Auto-Response-Suppress", "All")],
    };

    /// <summary>
    /// Tells other machines not to answer: RFC 3834, 5.2; the header that Exchange heeds; and Precedence for responders
    /// older than both. The recipient can have no more of it with one click (RFC 8058).
    /// </summary>
    private List<KeyValuePair<string, string>> AutomaticHeaders(string token)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("Auto-Submitted", "auto-replied"), new("X-Auto-Response-Suppress", "All"), new("Precedence", "auto_reply"),
        ];
        if (home.Url is { Length: > 0 } url)
        {
            headers.Add(new("List-Unsubscribe", $"<{url}/stop/{token}>"));
            headers.Add(new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }

        return headers;
    }

    /// <summary>Written beside and then moved, so that nobody reads half a mail; the same answer twice is one file.</summary>
    private async Task<SendResult> WriteAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(outbox.Folder);
        var path = Path.Combine(outbox.Folder, string.Concat(mail.MessageId.Split(Path.GetInvalidFileNameChars())) + ".eml");
        await using (var file = File.Create(path + ".part"))
        {
            await MailWriter.WriteAsync(mail, file, cancellationToken);
        }

        File.Move(path + ".part", path, overwrite: true);
        return new SendResult(SendOutcome.Sent, $"written to {path}");
    }

    /// <summary>The bare address where the signed one would be longer than servers take.</summary>
    private static string SignedAddress(string address, string token)
    {
        var at = address.LastIndexOf('@');
        var local = $"{address[..at]}+{token}";
        return local.Length > LongestLocalPart ? address : local + address[at..];
    }

    private static List<Mailbox> Mailboxes(IReadOnlyList<Party> parties) =>
        [.. parties.Select(p => new Mailbox(p.Name.Length == 0 ? null : p.Name, p.Address))];
}

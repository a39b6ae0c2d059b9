using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Mail.Writing;

namespace Inbox.Channels.Email;

/// <summary>Makes a mail of an answer, threaded by its headers and with the original quoted, and hands it on.</summary>
internal sealed class EmailSender(Outbox outbox, ChannelSecrets secrets)
{
    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            return new SendResult(SendOutcome.Failed, $"The SMTP password of {channel.Name} can no longer be read. Type it again in the channel's settings.");
        }

        var settings = EmailSettings.Read(revealed);
        var mail = Compose(message, channel, settings);
        return settings.HasServer
            ? await SmtpSender.SendAsync(mail, settings, cancellationToken)
            : await WriteAsync(mail, cancellationToken);
    }

    private static OutgoingMail Compose(OutgoingMessage message, ChannelInfo channel, EmailSettings settings)
    {
        var from = new Mailbox(string.Join(" · ", new[] { message.FromName, settings.FromName }.Where(n => n.Length > 0)), channel.Address);
        var body = AnswerBody.Of(message);
        return new OutgoingMail
        {
            From = from,
            To = Mailboxes(message.To),
            Cc = Mailboxes(message.Cc),
            ReplyTo = settings.PlusAddressing ? [new Mailbox(from.Name, SignedAddress(channel.Address, message.Token))] : [],
            Subject = message.Subject,
            Date = message.At,
            MessageId = message.ExternalId,
            InReplyTo = string.IsNullOrEmpty(message.InReplyTo) ? null : message.InReplyTo,
            References = message.References,
            TextBody = body.Text,
            HtmlBody = body.Html,
        };
    }

    /// <summary>Written beside and then moved, so that nobody reads half a mail; the same answer twice is one file.</summary>
    private async Task<SendResult> WriteAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(outbox.Folder);
        var path = Path.Combine(outbox.Folder, string.Concat(mail.MessageId.Split(Path.GetInvalidFileNameChars())) + ".eml");
        await File.WriteAllBytesAsync(path + ".part", MailWriter.Write(mail), cancellationToken);
        File.Move(path + ".part", path, overwrite: true);
        return new SendResult(SendOutcome.Sent, $"written to {path}");
    }

    private static string SignedAddress(string address, string token)
    {
        var at = address.LastIndexOf('@');
        return $"{address[..at]}+{token}{address[at..]}";
    }

    private static List<Mailbox> Mailboxes(IReadOnlyList<Party> parties) =>
        [.. parties.Select(p => new Mailbox(p.Name.Length == 0 ? null : p.Name, p.Address))];
}

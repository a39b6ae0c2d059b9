using Inbox.Channels.Social;
using Inbox.Mail;

namespace Inbox.Channels.Email.Hooks;

/// <summary>Reads what a mail provider posted, signature aside: the mail in it, or nothing where it is one of the provider's other events.</summary>
internal static class HookReading
{
    /// <summary>Fields that a mail has and an event has not: as JSON, events name a sender and a subject too.</summary>
    private static readonly string[] OfMails = ["message-headers", "body-plain", "body-html", "body-mime", "envelope", "headers", "text", "html"];

    public static async Task<SocialReading> ReadAsync(MailProvider provider, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var request = RecordedRequest.Of(file);
        if (request is { Json: null, ContentType: null } || request.Json?.Error is not null)
        {
            return SocialReading.Unreadable(request.Json?.Error ?? (file.IsEmpty ? "The file is empty." : "This is neither JSON nor a form."));
        }

        using var mail = new MemoryStream();
        HookForm? form;
        try
        {
            form = await request.FormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return SocialReading.Unreadable($"This is no whole form: {e.Message}");
        }

        try
        {
            if (provider == MailProvider.Postmark)
            {
                await PostmarkMail.WriteAsync(new MemoryStream(request.Body.ToArray(), writable: false), mail, cancellationToken);
            }
            else if (form is not null && (request.Json is null || Array.Exists(OfMails, f => request.Json.Roots[0].Get(f).IsText())))
            {
                await (provider == MailProvider.Mailgun ? MailgunMail.WriteAsync(form, mail, cancellationToken) : SendGridMail.WriteAsync(form, mail, cancellationToken));
            }
        }
        catch (InvalidDataException)
        {
            // Readable, and no mail: one of the events that providers post too.
            return SocialReading.Of([]);
        }

        return mail.Length == 0 ? SocialReading.Of([]) : SocialReading.Of([Post(mail.ToArray(), request.Json?.Roots[0].Filled("MessageID") ?? form?.Text("Message-Id"))]);
    }

    /// <param name="id">The provider's own name of it, for mail that bears no Message-ID.</param>
    private static SocialPost Post(byte[] content, string? id)
    {
        using var mail = MailReader.Read(content);
        var reading = MailReading.Of(mail);
        var from = mail.From is [var first, ..] ? first : null;
        return new SocialPost
        {
            ExternalId = mail.MessageId ?? id?.Trim('<', '>') ?? "",
            Kind = SocialKind.Direct,
            ConversationId = mail.References is [var root, ..] ? root : mail.InReplyTo is [var above, ..] ? above : mail.MessageId,
            ReplyTo = mail.InReplyTo is [var parent, ..] ? parent : null,
            Author = from is null ? SocialAuthor.Unknown : new SocialAuthor(from.Address, from.Name ?? ""),
            Title = mail.Subject,
            Text = reading.Text,
            Html = reading.Html,
            PostedAt = mail.Date?.ToUniversalTime(),
            Visibility = SocialVisibility.Direct,
            Attachments = [.. mail.Attachments.Select(a => new SocialAttachment(null, a.ContentType, a.Name, a.Size, a.ContentId))],
        };
    }
}

using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Mail.Writing;
using Mailbox = Inbox.Mail.Mailbox;

namespace Inbox.Channels.Email;

/// <summary>Hands a mail to an SMTP server (RFC 5321) by the framework's client, and tells "later" from "never".</summary>
internal static class SmtpSender
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    public static async Task<SendResult> SendAsync(OutgoingMail mail, EmailSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        using var client = new SmtpClient(settings.SmtpHost, settings.SmtpPort)
        {
            EnableSsl = settings.SmtpSecurity == "starttls",
            Credentials = settings.SmtpUser.Length > 0 ? new NetworkCredential(settings.SmtpUser, settings.SmtpPassword) : null,
        };
        try
        {
            using var message = Message(mail);
            await client.SendMailAsync(message, limit.Token);
            return SendResult.Sent;
        }
        catch (SmtpFailedRecipientException e)
        {
            return Refused(mail, settings, e is SmtpFailedRecipientsException { InnerExceptions: { Length: > 0 } many } ? many : [e]);
        }
        catch (SmtpException e) when ((int)e.StatusCode >= 500 && e.StatusCode != SmtpStatusCode.GeneralFailure)
        {
            return new SendResult(SendOutcome.Failed, $"{settings.SmtpHost} refused the mail: {Reason(e)}");
        }
        catch (SmtpException e)
        {
            return new SendResult(SendOutcome.Later, $"{settings.SmtpHost}:{settings.SmtpPort} did not take the mail: {Reason(e)}");
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            return new SendResult(SendOutcome.Later, $"{settings.SmtpHost}:{settings.SmtpPort} did not take the mail: {Reason(e)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult(SendOutcome.Later, $"{settings.SmtpHost}:{settings.SmtpPort} did not answer within a minute.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return new SendResult(SendOutcome.Failed, $"The mail cannot be addressed: {e.Message}");
        }
    }

    /// <summary>
    /// The client has handed the mail to every recipient that was not refused. So it is sent as soon as it reaches the
    /// customer; a refused copy is told of and not tried again, since the others would get the mail twice.
    /// </summary>
    private static SendResult Refused(OutgoingMail mail, EmailSettings settings, SmtpFailedRecipientException[] refusals)
    {
        var reasons = Words.Cut(string.Join("; ", refusals.Select(r => $"{settings.SmtpHost} refused {r.FailedRecipient?.Trim('<', '>')}: {Reason(r)}")), 900);
        if (mail.To.Any(to => !Array.Exists(refusals, r => string.Equals(r.FailedRecipient?.Trim('<', '>'), to.Address, StringComparison.OrdinalIgnoreCase))))
        {
            return new SendResult(SendOutcome.Sent, reasons);
        }

        return new SendResult(Array.Exists(refusals, r => (int)r.StatusCode >= 500) ? SendOutcome.Failed : SendOutcome.Later, reasons);
    }

    private static MailMessage Message(OutgoingMail mail)
    {
        var message = new MailMessage
        {
            From = Address(mail.From),
            Subject = mail.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        Add(message.To, mail.To);
        Add(message.CC, mail.Cc);
        Add(message.ReplyToList, mail.ReplyTo);
        message.Headers.Add("Message-ID", $"<{mail.MessageId}>");
        if (mail.InReplyTo is { } parent)
        {
            message.Headers.Add("In-Reply-To", $"<{parent}>");
        }

        if (mail.References.Count > 0)
        {
            message.Headers.Add("References", string.Join(' ', mail.References.Select(id => $"<{id}>")));
        }

        message.AlternateViews.Add(View(mail.TextBody ?? "", MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(mail.HtmlBody ?? "", MediaTypeNames.Text.Html));
        return message;
    }

    private static AlternateView View(string text, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(text.ReplaceLineEndings("\r\n"), Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }

    private static MailAddress Address(Mailbox mailbox) => new(mailbox.Address, mailbox.Name, Encoding.UTF8);

    private static void Add(MailAddressCollection to, IReadOnlyList<Mailbox> mailboxes)
    {
        foreach (var mailbox in mailboxes)
        {
            to.Add(Address(mailbox));
        }
    }

    private static string Reason(Exception e) => (e as AuthenticationException ?? e.InnerException ?? e) switch
    {
        SocketException socket => socket.Message,
        AuthenticationException tls => $"its certificate is not trusted on this machine ({tls.Message})",
        _ => e.Message.ReplaceLineEndings(" "),
    };
}

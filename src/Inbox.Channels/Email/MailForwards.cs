using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Mail.Forwards;

namespace Inbox.Channels.Email;

/// <summary>The mail that another one passes on, as Core knows it.</summary>
internal static class MailForwards
{
    public static ForwardedMessage? Of(MailMessage mail) => ForwardReader.Read(mail) is { } found
        ? new ForwardedMessage(new Party(found.From.Name ?? "", found.From.Address), found.Subject, found.Comment, found.Text, found.Date, found.MessageId)
        : null;
}

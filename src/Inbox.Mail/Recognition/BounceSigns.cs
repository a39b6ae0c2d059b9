namespace Inbox.Mail.Recognition;

/// <summary>
/// Whether a mail is a delivery report. The standard form settles it; without it, a mail system must have sent it
/// (an empty return path, a daemon's name) and its subject or its notice must speak of failed delivery.
/// </summary>
internal static class BounceSigns
{
    private static readonly string[] Daemons =
    [
        "mailerdaemon", "maildaemon", "mdaemon", "mailerdeamon", "maildelivery", "postmaster", "bounce", "bounces", "uucp", "smtpd",
    ];

    private static readonly string[] DaemonNames =
    [
        "mail delivery", "mail administrator", "delivery subsystem", "mail system", "mailer-daemon", "mailer daemon", "postmaster",
        "system administrator", "mail router", "internet mail delivery", "delivery system", "mailmarshal", "smtp",
        "delivery notification", "systemadministrator",
    ];

    public static string? Of(MailMessage message, ReportParts parts)
    {
        if (parts.DeliveryStatus.Count > 0 && (parts.ReportType is "delivery-status" || IsFromDaemon(message) || message.Attachments.Count <= 3))
        {
            return "It carries a delivery status.";
        }
        if (parts.ReportType is "delivery-status")
        {
            return "It is a delivery report.";
        }
        if (message.Headers.Contains("X-Failed-Recipients"))
        {
            return "It names failed recipients.";
        }
        var subject = BouncePhrases.IsBounceSubject(message.Subject);
        if (IsFromDaemon(message) && (subject || BouncePhrases.IsBounceNotice(message.PlainText)))
        {
            return "A mail system reports a failed delivery.";
        }
        // Some systems send the notice under a name of their own; then the notice must also return the mail.
        return subject && message.InReplyTo.Count == 0 && BouncePhrases.IsBounceNotice(message.PlainText)
            && (parts.Original is not null || Notice.Of(message).ReturnsMail)
            ? "It returns an undelivered mail."
            : null;
    }

    private static bool IsFromDaemon(MailMessage message)
    {
        if (message.ReturnPath is { } path && (path.Length == 0 || IsDaemon(path)))
        {
            return true;
        }
        return message.From.Any(from => IsDaemon(from.Address)
            || (from.Name is { } name && Array.Exists(DaemonNames, daemon => name.Contains(daemon, StringComparison.OrdinalIgnoreCase))));
    }

    private static bool IsDaemon(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        // post_master and MAILER-DAEMON are spelt in many ways.
        var local = string.Concat((at < 0 ? address : address[..at]).Where(char.IsAsciiLetterOrDigit));
        return Array.Exists(Daemons, daemon => local.Equals(daemon, StringComparison.OrdinalIgnoreCase));
    }
}

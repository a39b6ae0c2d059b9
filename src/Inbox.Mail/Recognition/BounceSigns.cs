using Inbox.Mail.Replies;

namespace Inbox.Mail.Recognition;

/// <summary>
/// Whether a mail is a delivery report. The standard form settles it; without it, a mail system must have sent it, and the
/// less surely that is known, the more its words must say so. People write about bounces too, and forward them.
/// </summary>
internal static class BounceSigns
{
    private static readonly string[] Daemons =
    [
        "mailerdaemon", "maildaemon", "mdaemon", "mailerdeamon", "maildelivery", "bounce", "bounces", "uucp", "smtpd", "mailrouter",
    ];

    private static readonly string[] DaemonNames =
    [
        "mail delivery system", "mail delivery subsystem", "mail delivery service", "mail delivery agent", "mail administrator", "delivery subsystem",
        "mail system", "mailer-daemon", "mailer daemon", "postmaster", "system administrator", "mail router", "internet mail delivery",
        "delivery system", "mailmarshal", "smtp server", "smtp gateway", "email delivery notification", "systemadministrator",
    ];

    private static readonly string[] NoReply = ["noreply", "donotreply", "noresponse", "noanswer", "noresponder", "nichtantworten", "naoresponda"];

    private enum Sender
    {
        Anybody,

        /// <summary>The name or the office says so, which a person may have as well.</summary>
        PerhapsSystem,

        System,
    }

    public static string? Of(MailMessage message, ReportParts parts)
    {
        if (parts.ReportType is "delivery-status")
        {
            return "It is a delivery report.";
        }
        if (message.Headers.Contains("X-Failed-Recipients"))
        {
            return "It names failed recipients.";
        }
        var subject = BouncePhrases.IsBounceSubject(message.Subject);
        var sender = SenderOf(message);
        if (!subject && sender == Sender.Anybody && parts.DeliveryStatus.Count == 0)
        {
            return null;
        }
        // An answer or a forward was written by a person, and an absence notice repeats the subject it answers.
        if (sender != Sender.System && Subjects.IsAnswerOrForward(message.Subject))
        {
            return null;
        }
        if (AutoReplySigns.IsSubject(message.Subject))
        {
            return null;
        }
        var notice = BouncePhrases.IsBounceNotice(message.PlainText);
        if (parts.DeliveryStatus.Count > 0 && (sender != Sender.Anybody || subject || notice))
        {
            return "It carries a delivery status.";
        }
        return IsToldInWords(message, parts, sender, subject, notice) ? "A mail system reports a failed delivery." : null;
    }

    private static bool IsToldInWords(MailMessage message, ReportParts parts, Sender sender, bool subject, bool notice)
    {
        if (sender == Sender.System)
        {
            return subject || notice;
        }
        if (!notice)
        {
            return subject && sender == Sender.PerhapsSystem && (parts.Original is not null || StatusCodes.Find(message.PlainText) is not null);
        }
        var told = Notice.Of(message);
        var returned = parts.Original is not null || told.ReturnsMail;
        return sender == Sender.PerhapsSystem
            ? subject || returned || StatusCodes.Find(told.Words) is not null
            // Some systems send the notice under a name of their own. Then it returns the mail, and speaks as a system does.
            : message.InReplyTo.Count == 0 && returned && BouncePhrases.IsBounceNotice(told.Words)
                && (BouncePhrases.IsSystemSpeech(told.Words) || message.From.Any(from => Is(from.Address, NoReply)));
    }

    private static Sender SenderOf(MailMessage message)
    {
        if (message.From.Any(from => Is(from.Address, Daemons) || Is(from.Name ?? "", Daemons) || IsOddPostmaster(from.Address))
            || (message.ReturnPath is { Length: > 0 } path && Is(path, Daemons)))
        {
            return Sender.System;
        }
        var perhaps = message.ReturnPath is { Length: 0 } || message.From.Any(from => Is(from.Address, ["postmaster"])
            || (from.Name is { } name && Array.Exists(DaemonNames, daemon => name.Contains(daemon, StringComparison.OrdinalIgnoreCase))));
        return perhaps ? Sender.PerhapsSystem : Sender.Anybody;
    }

    /// <summary>No person has the office of a "post_master".</summary>
    private static bool IsOddPostmaster(string address) => Is(address, ["postmaster"]) && !address.StartsWith("postmaster@", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string address, string[] names)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        // MAILER-DAEMON and no-reply are spelt in many ways.
        var local = string.Concat((at < 0 ? address : address[..at]).Where(char.IsAsciiLetterOrDigit));
        return Array.Exists(names, name => local.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}

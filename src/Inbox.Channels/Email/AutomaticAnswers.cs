using Inbox.Mail;

namespace Inbox.Channels.Email;

/// <summary>Whether a machine may answer a mail (RFC 3834, 2). People may always.</summary>
internal static class AutomaticAnswers
{
    private static readonly string[] Suppressed = ["all", "oof", "autoreply"];

    /// <summary>Names of mailboxes that nobody reads, or where only programs write from (RFC 2142, and habit).</summary>
    private static readonly string[] Nobody =
    [
        "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "do.not.reply", "dontreply",
        "mailer-daemon", "mailerdaemon", "postmaster", "bounce", "bounces", "daemon", "root", "listserv", "majordomo", "www-data", "apache",
    ];

    /// <param name="mail">As it came.</param>
    /// <param name="sender">To whom the answer would go.</param>
    /// <param name="isForm">From a form of ours: what its mailer writes into headers says nothing of the customer.</param>
    public static bool Forbidden(MailMessage mail, Mailbox sender, bool isForm) => IsNobody(sender.Address) || (!isForm && HeadersForbid(mail));

    private static bool HeadersForbid(MailMessage mail)
    {
        var headers = mail.Headers;
        return headers.Any(h => h.Name.StartsWith("List-", StringComparison.OrdinalIgnoreCase))
            || headers["Precedence"]?.Trim().ToLowerInvariant() is "bulk" or "list" or "junk" or "auto_reply"
            || (headers["X-Auto-Response-Suppress"] ?? "").Split(',', StringSplitOptions.TrimEntries).Any(s => Suppressed.Contains(s, StringComparer.OrdinalIgnoreCase))
            || (headers["Auto-Submitted"] is { Length: > 0 } submitted && !submitted.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase))
            || mail.ReturnPath is { Length: 0 }
            // What a filter took for spam has a forged sender more often than not.
            || headers["X-Spam-Flag"]?.Trim().Equals("YES", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Also with a plus part, and as the first or last word: "noreply-orders", "owner-list", "list-request" (RFC 2142, 6).</summary>
    private static bool IsNobody(string address)
    {
        var at = address.LastIndexOf('@');
        var local = (at < 0 ? address : address[..at]).ToLowerInvariant();
        return Array.Exists(Nobody, name => local == name || (local.Length > name.Length && local.StartsWith(name, StringComparison.Ordinal) && local[name.Length] is '+' or '-' or '.' or '_'))
            || local.StartsWith("owner-", StringComparison.Ordinal)
            || local.EndsWith("-request", StringComparison.Ordinal)
            || local.EndsWith("-noreply", StringComparison.Ordinal)
            || local.EndsWith("-no-reply", StringComparison.Ordinal);
    }
}

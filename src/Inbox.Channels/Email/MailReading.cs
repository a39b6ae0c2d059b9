using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Mail.Html;
using Inbox.Mail.Recognition;

namespace Inbox.Channels.Email;

/// <summary>How Inbox reads a mail, in one place: for filing it, and for people who ask why it was read so.</summary>
public sealed class MailReading
{
    /// <summary>Message-IDs are unique in the world, so all mail channels share their threads.</summary>
    public const string ThreadScope = "mail";

    /// <summary>Header fields that tell automatic mail from mail by people, or one conversation from another.</summary>
    private static readonly string[] Telling =
    [
        "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Return-Path", "Delivered-To", "X-Original-To", "Message-ID", "In-Reply-To", "References", "Content-Type",
        "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients",
        "List-Id", "List-Unsubscribe", "Authentication-Results", "Date",
    ];

    private MailReading(MailMessage mail, RecognisedMail recognised)
    {
        (Mail, Recognised) = (mail, recognised);
        Text = mail.PlainText;
        ReplyText = recognised.Kind is MailKind.Bounce or MailKind.Complaint ? Text : Inbox.Mail.Replies.ReplyText.Of(mail);
        Html = mail.HtmlBody is { } html ? MailHtml.Sanitize(html, id => "cid:" + Uri.EscapeDataString(id)).Html : null;
        Report = recognised.Reports.FirstOrDefault(r => r.Action == DeliveryAction.Failed) ?? (recognised.Reports is [var first, ..] ? first : null);
    }

    public MailMessage Mail { get; }

    public RecognisedMail Recognised { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>What is new in it: a report is shown whole, of everything else quoted history and signature are left out.</summary>
    public string ReplyText { get; }

    /// <summary>Sanitised; inline images refer to <c>cid:</c>, remote images are left out. Null when the mail holds no HTML.</summary>
    public string? Html { get; }

    /// <summary>What a bounce or a complaint reports first; null for other mail.</summary>
    public BounceReport? Report { get; }

    /// <summary>The fields of the header that decided something, or could have, as they were read; long ones are cut.</summary>
    public IEnumerable<KeyValuePair<string, string>> TellingFields() =>
        from name in Telling
        from field in Mail.Headers.All(name)
        select KeyValuePair.Create(field.Name, field.Value.Length > 400 ? field.Value[..400] + " …" : field.Value);

    /// <summary>What it says of the conversation it belongs to: its own id first, then what it answers, nearest first.</summary>
    public IReadOnlyList<ThreadKey> ThreadKeys(ThreadTokens tokens) =>
        MailKeys.Of(Mail, OriginalIds, tokens);

    private IEnumerable<string> OriginalIds => Recognised.Reports.Select(r => r.OriginalMessageId).OfType<string>();

    /// <summary>The mail of Inbox itself that it reports about or replies to.</summary>
    public long? NoticeOf(ThreadTokens tokens) => MailKeys.NoticeOf(Mail, OriginalIds, tokens);

    public static MailReading Of(MailMessage mail) => new(mail, MailRecognition.Of(mail));
}

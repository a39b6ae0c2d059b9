using Inbox.Mail.Html;

namespace Inbox.Mail.Replies;

/// <summary>
/// The new text of an answer: without the quoted conversation and the signature. Forwarded mail is new to its reader
/// and stays; so do answers written between quoted lines. Where nothing would remain, the whole text is returned.
/// Time is linear in the length of the text.
/// </summary>
public static class ReplyText
{
    /// <summary>The new text of a plain-text body.</summary>
    public static string Of(string text) => ReplyReader.NewTextOf(WithoutMarks(text));

    /// <summary>The new text of an HTML body, where the markup of the usual mail programs tells quotes for certain.</summary>
    public static string OfHtml(string html) => ReplyReader.NewTextOf(MailHtml.ToText(html, HtmlLandmarks.Of));

    /// <summary>
    /// The new text of a mail with both bodies: from HTML when its markup shows where the history starts or there is
    /// no plain text, else from the plain text.
    /// </summary>
    public static string Of(string? text, string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
            return Of(text ?? string.Empty);
        var marked = MailHtml.ToText(html, HtmlLandmarks.Of);
        return string.IsNullOrWhiteSpace(text) || LandmarkMarks.AreIn(marked)
            ? ReplyReader.NewTextOf(marked)
            : Of(text);
    }

    /// <summary>The new text of a mail. One that its sender forwarded is all new, however their program marks it.</summary>
    public static string Of(MailMessage mail)
    {
        var text = mail.PlainText;
        if (Subjects.IsForward(mail.Subject))
            return text;
        var reply = mail.HtmlBody is { } html ? Of(mail.TextBody, html) : Of(text);
        return string.IsNullOrWhiteSpace(reply) ? text : reply;
    }

    private static string WithoutMarks(string text) =>
        LandmarkMarks.AreIn(text) ? string.Concat(text.Where(static c => !LandmarkMarks.IsMark(c))) : text;
}

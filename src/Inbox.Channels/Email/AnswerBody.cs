using System.Globalization;
using System.Net;
using System.Text;
using Inbox.Core.Channels;
using Inbox.Mail.Html;

namespace Inbox.Channels.Email;

/// <summary>The text and HTML of an answer, with the original below.</summary>
internal sealed record AnswerBody(string Text, string Html)
{
    private const int MostQuoted = 20_000;

    /// <summary>A longer original is quoted as text: newsletters of a megabyte come back in complaints.</summary>
    private const int MostQuotedHtml = 100_000;

    public static AnswerBody Of(OutgoingMessage message)
    {
        var html = $"<div>{message.Html ?? Lines(message.Text)}</div>";
        if (message.Quoted is not { } quoted)
        {
            return new AnswerBody(message.Text, html);
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"On {quoted.At:ddd, d MMM yyyy 'at' HH:mm} UTC, {quoted.FromName} wrote:");
        return new AnswerBody(
            $"{message.Text}\n\n{line}\n{QuotedText(quoted)}",
            // The class and the cite are what mail programs know a quotation by, to fold it away.
            $"{html}<br><div class=\"gmail_quote\"><div>{WebUtility.HtmlEncode(line)}</div><blockquote type=\"cite\">{QuotedHtml(quoted)}</blockquote></div>");
    }

    private static string QuotedText(QuotedMessage quoted)
    {
        var text = new StringBuilder();
        foreach (var line in Shortened(quoted).Split('\n'))
        {
            text.Append(line.StartsWith('>') ? ">" : "> ").Append(line.TrimEnd('\r')).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Sanitised once more on its way out. Its pictures stay behind: their files are not sent back.</summary>
    private static string QuotedHtml(QuotedMessage quoted) =>
        quoted.Html is { Length: > 0 and <= MostQuotedHtml } html ? MailHtml.Sanitize(html).Html : Lines(Shortened(quoted));

    private static string Shortened(QuotedMessage quoted) => quoted.Text.Length > MostQuoted ? quoted.Text[..MostQuoted] + "\n[…]" : quoted.Text;

    private static string Lines(string text) =>
        WebUtility.HtmlEncode(text.ReplaceLineEndings("\n")).Replace("\n", "<br>\n", StringComparison.Ordinal);
}

using System.Globalization;
using System.Net;
using System.Text;
using Inbox.Core.Channels;

namespace Inbox.Channels.Email;

/// <summary>The text and HTML of an answer, with the original below.</summary>
internal sealed record AnswerBody(string Text, string Html)
{
    private const int MostQuoted = 20_000;

    public static AnswerBody Of(OutgoingMessage message)
    {
        if (message.Quoted is not { } quoted)
        {
            return new AnswerBody(message.Text, $"<div>{Lines(message.Text)}</div>");
        }

        var original = quoted.Text.Length > MostQuoted ? quoted.Text[..MostQuoted] + "\n[…]" : quoted.Text;
        var line = string.Create(CultureInfo.InvariantCulture, $"On {quoted.At:ddd, d MMM yyyy 'at' HH:mm} UTC, {quoted.FromName} wrote:");
        var text = new StringBuilder(message.Text).Append("\n\n").Append(line).Append('\n');
        foreach (var quotedLine in original.Split('\n'))
        {
            text.Append(quotedLine.StartsWith('>') ? ">" : "> ").Append(quotedLine.TrimEnd('\r')).Append('\n');
        }

        var html = $"<div>{Lines(message.Text)}</div><br><div class=\"gmail_quote\"><div>{WebUtility.HtmlEncode(line)}</div><blockquote type=\"cite\">{Lines(original)}</blockquote></div>";
        return new AnswerBody(text.ToString(), html);
    }

    private static string Lines(string text) =>
        WebUtility.HtmlEncode(text.ReplaceLineEndings("\n")).Replace("\n", "<br>\n", StringComparison.Ordinal);
}

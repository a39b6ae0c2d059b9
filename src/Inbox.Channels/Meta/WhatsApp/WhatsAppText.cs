using Inbox.Core;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>The bodies of messages to WhatsApp. Pure.</summary>
internal static class WhatsAppText
{
    /// <summary>Of a caption, and of all of a template's body.</summary>
    private const int MostBeside = 1_024;

    /// <summary>What the far side would refuse, in words; null: nothing.</summary>
    public static string? Problem(OutgoingMessage message, MetaSettings settings, bool late) =>
        settings.PhoneNumberId.Length == 0 ? "This channel does not know its phone number's id yet. Give it in its settings."
        : message.To is not [{ Address.Length: > 0 }, ..] ? "It is not told who wrote this, so there is nobody to write to."
        : late && settings.TemplateName.Length == 0 ? WhatsAppSender.TooLate
        : late && message.Attachments.Count > 0 ? "After 24 hours WhatsApp takes a template only, and no file goes along with it. Send the answer without the file."
        : late && message.Text.Trim().Length > MostBeside ? "After 24 hours WhatsApp takes a template only, whose text may have 1,024 characters. Shorten the answer."
        : message.Attachments.Count > 0 && message.Text.Trim().Length > MostBeside ? "Beside a file WhatsApp takes a text of at most 1,024 characters. Shorten it, or send the file by itself."
        : null;

    /// <param name="message">The answer.</param>
    /// <param name="media">Of a file that was handed over before; null: there is none.</param>
    public static object Free(OutgoingMessage message, string? media)
    {
        var body = Envelope(message);
        var text = message.Text.Trim();
        if (message.InReplyTo is { Length: > 0 } answered && answered.StartsWith("wamid.", StringComparison.Ordinal))
        {
            body["context"] = new { message_id = answered };
        }

        if (media is null)
        {
            (body["type"], body["text"]) = ("text", new { body = text, preview_url = false });
        }
        else if (message.Attachments[0].ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            (body["type"], body["image"]) = ("image", new { id = media, caption = text });
        }
        else
        {
            (body["type"], body["document"]) = ("document", new { id = media, caption = text, filename = message.Attachments[0].Name });
        }

        return body;
    }

    /// <summary>The whole answer is the one variable of the template, which takes no line ends.</summary>
    public static object Template(OutgoingMessage message, MetaSettings settings)
    {
        var body = Envelope(message);
        (body["type"], body["template"]) = ("template", new
        {
            name = settings.TemplateName,
            language = new { code = settings.TemplateLanguage.Trim() },
            components = new[] { new { type = "body", parameters = new[] { new { type = "text", text = Words.OneLine(message.Text) } } } },
        });
        return body;
    }

    /// <summary>A number, or the id that stands for one; with our signed word, which comes back if the message does not arrive.</summary>
    private static Dictionary<string, object> Envelope(OutgoingMessage message)
    {
        var person = message.To[0].Address;
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["messaging_product"] = "whatsapp",
            ["recipient_type"] = "individual",
            [person.Any(char.IsAsciiLetter) ? "recipient" : "to"] = person,
            ["biz_opaque_callback_data"] = message.Token,
        };
    }
}

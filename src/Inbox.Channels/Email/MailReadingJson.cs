using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Inbox.Mail;
using Inbox.Mail.Recognition;

namespace Inbox.Channels.Email;

/// <summary>A reading as one line of JSON, for the command line and for whoever checks what Inbox makes of a mail.</summary>
public static class MailReadingJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="output">Where the line goes, its end included.</param>
    /// <param name="file">Where the mail was found.</param>
    /// <param name="number">Which mail of its file it is, from 1; null where a file is one mail.</param>
    /// <param name="reading">What was read.</param>
    public static void Write(Stream output, string file, int? number, MailReading reading)
    {
        var mail = reading.Mail;
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            if (number is { } n)
            {
                json.WriteNumber("number", n);
            }

            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(reading.Recognised.Kind.ToString()));
            json.WriteString("why", reading.Recognised.Why);
            json.WriteString("subject", mail.Subject);
            Write(json, "from", mail.From);
            Write(json, "to", mail.To);
            Write(json, "cc", mail.Cc);
            Write(json, "replyTo", mail.ReplyTo);
            json.WriteString("date", mail.Date?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("messageId", mail.MessageId);
            json.WriteString("inReplyTo", mail.InReplyTo is [var parent, ..] ? parent : null);
            Write(json, "references", mail.References);
            json.WriteString("text", reading.Text);
            json.WriteString("replyText", reading.ReplyText);
            json.WriteString("html", reading.Html);
            Write(json, mail.Attachments);
            Write(json, reading);
            Write(json, "warnings", mail.Warnings);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>A line for a file that could not be read at all: the same shape, and why.</summary>
    public static void WriteUnreadable(Stream output, string file, string why)
    {
        using var nothing = MailReader.Read(ReadOnlyMemory<byte>.Empty);
        var line = new MemoryStream();
        Write(line, file, number: null, MailReading.Of(nothing));
        var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line.ToArray())!;
        fields["warnings"] = JsonSerializer.SerializeToElement(new[] { why });
        JsonSerializer.Serialize(output, fields);
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Mailbox> mailboxes)
    {
        json.WriteStartArray(name);
        foreach (var mailbox in mailboxes)
        {
            json.WriteStartObject();
            json.WriteString("name", mailbox.Name);
            json.WriteString("address", mailbox.Address);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<MailAttachment> attachments)
    {
        json.WriteStartArray("attachments");
        foreach (var attachment in attachments)
        {
            using var content = attachment.OpenRead();
            json.WriteStartObject();
            json.WriteString("name", attachment.Name);
            json.WriteString("contentType", attachment.ContentType);
            json.WriteNumber("size", attachment.Size);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
            json.WriteBoolean("inline", attachment.Inline);
            json.WriteString("contentId", attachment.ContentId);
            json.WriteString("label", attachment.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, MailReading reading)
    {
        if (reading is not { Recognised.Kind: MailKind.Bounce, Report: { } report })
        {
            json.WriteNull("bounce");
            return;
        }

        json.WriteStartObject("bounce");
        json.WriteString("recipient", report.Recipient);
        json.WriteString("status", report.Status);
        json.WriteBoolean("hard", report.Hard);
        json.WriteString("originalMessageId", report.OriginalMessageId);
        json.WriteEndObject();
    }
}

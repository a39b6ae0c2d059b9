using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Email.Hooks;

/// <summary>Postmark's inbound JSON: the raw mail where the server is set to include it, else its fields.</summary>
internal static class PostmarkMail
{
    /// <exception cref="InvalidDataException">It is no such JSON.</exception>
    public static async Task WriteAsync(Stream body, Stream into, CancellationToken cancellationToken)
    {
        using var json = await ParseAsync(body, cancellationToken);
        var fields = json.RootElement;
        // Bounces and the like carry a RecordType; what comes in carries none.
        if (fields.ValueKind != JsonValueKind.Object || fields.TryGetProperty("RecordType", out _) || !(NamesSender(fields) || fields.TryGetProperty("RawEmail", out _)))
        {
            throw new InvalidDataException("This is no inbound message of Postmark: it names no sender, or it is an event of its other webhooks.");
        }

        if (Text(fields, "RawEmail") is { Length: > 0 } raw)
        {
            // Whom the envelope named stands in no header of the mail, and a signed reply address may.
            if (Text(fields, "OriginalRecipient") is { Length: > 0 } recipient)
            {
                await into.WriteAsync(Encoding.UTF8.GetBytes($"Delivered-To: {recipient.ReplaceLineEndings(" ")}\r\n"), cancellationToken);
            }

            await into.WriteAsync(Encoding.UTF8.GetBytes(raw), cancellationToken);
            return;
        }

        await Rebuild(fields).WriteAsync(into, cancellationToken);
    }

    private static bool NamesSender(JsonElement fields) =>
        Text(fields, "From") is { Length: > 0 } || (fields.TryGetProperty("FromFull", out var from) && Mailbox(from).Length > 0);

    private static RebuiltMail Rebuild(JsonElement fields)
    {
        var mail = new RebuiltMail { Text = Text(fields, "TextBody"), Html = Text(fields, "HtmlBody") is { Length: > 0 } html ? html : null };
        mail.Add("Delivered-To", Text(fields, "OriginalRecipient"));
        foreach (var header in Items(fields, "Headers"))
        {
            mail.Add(Text(header, "Name") ?? "", Text(header, "Value"));
        }

        mail.AddMissing("From", fields.TryGetProperty("FromFull", out var from) ? Mailbox(from) : Text(fields, "From"));
        mail.AddMissing("To", Mailboxes(fields, "ToFull") ?? Text(fields, "To"));
        mail.AddMissing("Cc", Mailboxes(fields, "CcFull") ?? Text(fields, "Cc"));
        mail.AddMissing("Reply-To", Text(fields, "ReplyTo"));
        mail.AddMissing("Subject", Text(fields, "Subject"));
        mail.AddMissing("Date", Text(fields, "Date"));
        foreach (var file in Items(fields, "Attachments"))
        {
            var content = file.TryGetProperty("Content", out var data) || file.TryGetProperty("Data", out data) ? data : default;
            var bytes = content.ValueKind == JsonValueKind.String && content.TryGetBytesFromBase64(out var decoded) ? decoded : throw new InvalidDataException("An attachment is not base64.");
            mail.Add(new RebuiltFile(Text(file, "Name") ?? "", Text(file, "ContentType") ?? "", HookFields.ContentId(Text(file, "ContentID")), () => new MemoryStream(bytes, writable: false)));
        }

        return mail;
    }

    private static async Task<JsonDocument> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await body.CopyToAsync(content, cancellationToken);
        try
        {
            return JsonDocument.Parse(JsonText.Readable(content.GetBuffer().AsMemory(0, (int)content.Length)));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The body is no JSON.", e);
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Mailboxes(JsonElement fields, string name) =>
        Items(fields, name).Select(Mailbox).Where(m => m.Length > 0).ToList() is { Count: > 0 } all ? string.Join(", ", all) : null;

    private static string Mailbox(JsonElement mailbox)
    {
        var (name, address) = mailbox.ValueKind == JsonValueKind.Object ? (Text(mailbox, "Name") ?? "", Text(mailbox, "Email") ?? "") : ("", "");
        return name.Length == 0 || address.Length == 0 ? address : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{address}>";
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

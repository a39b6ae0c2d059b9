using System.Text;
using System.Text.Json;
using Inbox.Mail;

namespace Inbox.Channels.Email.Hooks;

/// <summary>SendGrid's Inbound Parse: the raw mail where "send raw" is on (field email), else its fields, each in a charset of its own.</summary>
internal static class SendGridMail
{
    /// <exception cref="InvalidDataException">There is no mail in it.</exception>
    public static async Task WriteAsync(HookForm form, Stream into, CancellationToken cancellationToken)
    {
        var (sender, recipients) = EnvelopeOf(form.Text("envelope"));
        if (form.Find("email") is { } raw)
        {
            await HookFields.CopyAsync(raw, into, HookFields.Envelope(sender, recipients), cancellationToken);
            return;
        }

        if (form.Find("headers") is null && form.Find("from") is null)
        {
            throw new InvalidDataException("This is no message of SendGrid's Inbound Parse: it has neither email nor headers.");
        }

        var charsets = HookFields.Object(form.Text("charsets"));
        string? Text(string field) => form.Text(field, HookFields.Charset(charsets.TryGetValue(field, out var name) ? name.ToString() : null));

        var mail = new RebuiltMail { Text = Text("text"), Html = Text("html") is { Length: > 0 } html ? html : null };
        mail.Add("Return-Path", sender is null ? null : $"<{sender}>");
        foreach (var recipient in recipients)
        {
            mail.Add("Delivered-To", recipient);
        }

        foreach (var header in MailReader.Read(Encoding.UTF8.GetBytes((form.Text("headers") ?? "").TrimEnd() + "\r\n\r\n")).Headers)
        {
            mail.Add(header.Name, header.Raw);
        }

        mail.AddMissing("From", Text("from"));
        mail.AddMissing("To", Text("to"));
        mail.AddMissing("Cc", Text("cc"));
        mail.AddMissing("Subject", Text("subject"));
        AddFiles(mail, form);
        await mail.WriteAsync(into, cancellationToken);
    }

    private static void AddFiles(RebuiltMail mail, HookForm form)
    {
        var about = HookFields.Object(form.Text("attachment-info"));
        var ids = HookFields.Object(form.Text("content-ids")).ToLookup(p => p.Value.ToString(), p => p.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var file in form.Files.Where(f => f.Name.StartsWith("attachment", StringComparison.OrdinalIgnoreCase)))
        {
            var info = about.TryGetValue(file.Name, out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            mail.Add(new RebuiltFile(
                Of(info, "filename") ?? file.FileName!,
                Of(info, "type") ?? file.ContentType ?? "",
                HookFields.ContentId(Of(info, "content-id") ?? ids[file.Name].FirstOrDefault()),
                file.Open));
        }
    }

    private static (string? From, IReadOnlyList<string> To) EnvelopeOf(string? json)
    {
        var envelope = HookFields.Object(json);
        var from = envelope.TryGetValue("from", out var sender) && sender.ValueKind == JsonValueKind.String ? sender.GetString() : null;
        return (from, envelope.TryGetValue("to", out var to) && to.ValueKind == JsonValueKind.Array ? [.. to.EnumerateArray().Select(r => r.ToString())] : []);
    }

    private static string? Of(JsonElement info, string name) =>
        info.ValueKind == JsonValueKind.Object && info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

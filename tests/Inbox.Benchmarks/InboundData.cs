using System.Text.Json;
using Inbox.Channels.Email.Hooks;
using Inbox.Mail;

namespace Inbox.Benchmarks;

/// <summary>
/// Reads recorded bodies of mail providers: inbound messages of Postmark become the mail that their fields tell of, and every
/// other body (events, other providers) is refused in words, by each of the readers.
/// </summary>
internal static class InboundData
{
    public static async Task<int> RunAsync(string folder)
    {
        var table = new FigureTable();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name.StartsWith("postmark", StringComparison.Ordinal) && name.Contains("inbound", StringComparison.Ordinal))
            {
                await CheckMessageAsync(file, table);
            }
            else
            {
                await CheckRefusalAsync(file, table);
            }
        }

        return table.Print() ? 0 : 1;
    }

    private static async Task CheckMessageAsync(string file, FigureTable table)
    {
        using var into = new MemoryStream();
        await using (var body = File.OpenRead(file))
        {
            await PostmarkMail.WriteAsync(body, into, default);
        }

        var mail = MailReader.Read(into.ToArray());
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        var fields = json.RootElement;
        var raw = fields.TryGetProperty("RawEmail", out _);
        void Check(string what, bool met, string? read) => table.Add($"inbound: {what}", 1, met, () => $"{Path.GetFileName(file)}: read {read}");

        Check("sender", mail.From is [var from] && from.Address == fields.GetProperty("FromFull").GetProperty("Email").GetString(), string.Join(", ", mail.From));
        Check("recipients", mail.To.Count == fields.GetProperty("ToFull").GetArrayLength(), string.Join(", ", mail.To));
        Check("subject", mail.Subject == fields.GetProperty("Subject").GetString(), mail.Subject);
        Check("text", mail.TextBody?.Trim() == fields.GetProperty("TextBody").GetString(), mail.TextBody);
        Check("envelope recipient", mail.Headers["Delivered-To"] == fields.GetProperty("OriginalRecipient").GetString(), mail.Headers["Delivered-To"]);
        Check("no warnings", mail.Warnings.Count == 0, string.Join(" ", mail.Warnings));
        if (!raw)
        {
            Check("html", mail.HtmlBody?.Trim() == fields.GetProperty("HtmlBody").GetString(), mail.HtmlBody);
            Check("files", mail.Attachments.Count == (fields.TryGetProperty("Attachments", out var files) ? files.GetArrayLength() : 0), $"{mail.Attachments.Count}");
            var id = fields.GetProperty("Headers").EnumerateArray().Where(h => h.GetProperty("Name").GetString() == "Message-ID").Select(h => h.GetProperty("Value").GetString()).FirstOrDefault();
            Check("message id", mail.MessageId == id?.Trim('<', '>'), mail.MessageId);
        }
    }

    private static async Task CheckRefusalAsync(string file, FigureTable table)
    {
        await using var body = File.OpenRead(file);
        table.Add("refused: as Postmark", 1, await RefusesAsync(() => PostmarkMail.WriteAsync(body, Stream.Null, default)), () => Path.GetFileName(file));
        foreach (var type in (string[])["application/json", "multipart/form-data; boundary=xyz", "application/x-www-form-urlencoded"])
        {
            body.Position = 0;
            table.Add("refused: as a form of Mailgun", 1, await RefusesAsync(async () => await MailgunMail.WriteAsync(await HookForm.ReadAsync(body, type, default), Stream.Null, default)), () => $"{Path.GetFileName(file)} as {type}");
            body.Position = 0;
            table.Add("refused: as a form of SendGrid", 1, await RefusesAsync(async () => await SendGridMail.WriteAsync(await HookForm.ReadAsync(body, type, default), Stream.Null, default)), () => $"{Path.GetFileName(file)} as {type}");
        }
    }

    private static async Task<bool> RefusesAsync(Func<Task> readAsync)
    {
        try
        {
            await readAsync();
            return false;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return e.Message.Length > 0;
        }
    }
}

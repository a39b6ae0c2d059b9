using System.Security.Cryptography;
using System.Text.Json;
using Inbox.Mail;
using Inbox.Mail.Text;

namespace Inbox.Benchmarks;

/// <summary>Whole mails: subject, addresses, text and attachment bytes.</summary>
internal static class MailDataMime
{
    public static void Check(string folder, FigureTable table)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "raw")))
        {
            table.Add("mime: read without an exception", 1, Reads(file, out var error), () => $"{file}: {error}");
        }
        foreach (var mail in MailData.Cases(Path.Combine(folder, "mime_cases.jsonl")))
        {
            if (mail.GetProperty("expected").ValueKind == JsonValueKind.Object)
            {
                Check(mail, MailData.Read(Path.Combine(folder, mail.GetProperty("file").GetString()!)), table);
            }
        }
    }

    private static bool Reads(string file, out string? error)
    {
        error = null;
        try
        {
            foreach (var attachment in MailData.Read(file).Attachments)
            {
                attachment.ToArray();
            }
            return true;
        }
#pragma warning disable CA1031 // The check is that there is no exception of any kind.
        catch (Exception e)
        {
            error = e.ToString();
            return false;
        }
#pragma warning restore CA1031
    }

    private static void Check(JsonElement mail, MailMessage message, FigureTable table)
    {
        var file = mail.GetProperty("file").GetString()!;
        var expected = mail.GetProperty("expected");
        if (expected.TryGetProperty("subject", out var subject))
        {
            table.Add("mime: subject", 0.98, Same(subject.GetString(), message.Subject), () => $"{file}: {subject} / {message.Subject}");
        }
        if (expected.TryGetProperty("message_id", out var id))
        {
            table.Add("mime: Message-ID", 0.98, Same(id.GetString(), message.MessageId), () => $"{file}: {id} / {message.MessageId}");
        }
        Addresses("from", message.From);
        Addresses("to", message.To);
        Texts(file, mail, message, table);
        Attachments(file, mail, message, table);

        void Addresses(string name, IReadOnlyList<Mailbox> found)
        {
            if (expected.TryGetProperty(name, out var wanted))
            {
                var met = wanted.EnumerateArray().Select(item => item.GetString()).SequenceEqual(found.Where(item => item.Address.Contains('@', StringComparison.Ordinal)).Select(item => item.Address));
                table.Add($"mime: {name}", 0.98, met, () => $"{file}: {wanted} / {string.Join(", ", found)}");
            }
        }
    }

    private static void Texts(string file, JsonElement mail, MailMessage message, FigureTable table)
    {
        var parts = mail.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("index").GetInt32());
        Compare("text", "text_body", message.PlainText);
        if (message.HtmlBody is { } html)
        {
            Compare("html", "html_body", HtmlText.Of(html));
        }

        void Compare(string kind, string bodies, string found)
        {
            var wanted = string.Join('\n', mail.GetProperty(bodies).EnumerateArray().Select(index => Words(parts[index.GetInt32()])));
            if (wanted.Length > 0)
            {
                var f1 = WordF1(Fold(wanted, wanted), Fold(found, wanted));
                table.Add($"mime: {kind} body, F1 of words >= 0.98", 0.98, f1 >= 0.98, () => $"{file}: F1 {f1:F3}\n<<{wanted}>>\n<<{found}>>");
            }
        }

        static string Words(JsonElement part)
        {
            var text = part.TryGetProperty("text", out var value) ? value.GetString()! : "";
            return part.GetProperty("kind").GetString() switch
            {
                "html" => HtmlText.Of(text),
                "text" when part.GetProperty("type").GetString() == "text/plain" => text,
                _ => "",
            };
        }
    }

    private static void Attachments(string file, JsonElement mail, MailMessage message, FigureTable table)
    {
        var parts = mail.GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("index").GetInt32());
        var found = message.Attachments.Select(item => Hash(item.ToArray())).ToHashSet(StringComparer.Ordinal);
        var wanted = mail.GetProperty("attachments").EnumerateArray().Select(index => parts[index.GetInt32()]).ToList();
        foreach (var part in wanted)
        {
            if (part.TryGetProperty("sha256", out var hash))
            {
                // The tool that the expectations come from does not decode uuencoded parts; this reader does.
                if (message.Attachments.Any(item => item.Part is { Encoding: TransferEncoding.Uuencode }))
                {
                    continue;
                }
                table.Add("mime: attachment bytes", 1, found.Contains(hash.GetString()!), () => $"{file}: {part}\n{Describe(message)}");
            }
            if (part.GetProperty("name").GetString() is { } name)
            {
                table.Add("mime: attachment name", 0.98, message.Attachments.Any(item => Fold(name, name).EndsWith(Fold(item.Name, name), StringComparison.Ordinal)), () => $"{file}: {name}\n{Describe(message)}");
            }
        }
        table.Add("mime: number of attachments", 0.9, wanted.Count == message.Attachments.Count, () => $"{file}: {wanted.Count}\n{Describe(message)}");
    }

    private static string Describe(MailMessage message) =>
        string.Join('\n', message.Attachments.Select(item => $"  {item.Name} {item.ContentType} {item.Size}"));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static bool Same(string? wanted, string? found) =>
        string.Equals(Fold(wanted?.Trim() ?? "", wanted), Fold(found?.Trim() ?? "", wanted), StringComparison.Ordinal);

    /// <summary>An expectation with U+FFFD lost characters that this reader recovers: then only ASCII is compared.</summary>
    private static string Fold(string text, string? wanted) =>
        wanted?.Contains('\uFFFD', StringComparison.Ordinal) == true ? string.Concat(text.Select(c => c < 0x80 ? c : '?')) : text;

    /// <summary>The harmonic mean of precision and recall over words as a multiset.</summary>
    private static double WordF1(string wanted, string found)
    {
        var left = wanted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).CountBy(word => word).ToDictionary();
        var right = found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).CountBy(word => word).ToDictionary();
        double common = left.Sum(pair => Math.Min(pair.Value, right.GetValueOrDefault(pair.Key)));
        double all = left.Values.Sum() + right.Values.Sum();
        return all == 0 ? 1 : 2 * common / all;
    }
}

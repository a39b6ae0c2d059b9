using System.Text.Json;
using Inbox.Mail.Recognition;

namespace Inbox.Benchmarks;

/// <summary>Automatic mail told from mail by people, and dead addresses told from refused mails.</summary>
internal static class MailDataBounces
{
    public static void Check(string folder, FigureTable table)
    {
        foreach (var mail in MailData.Cases(Path.Combine(folder, "cases.jsonl")))
        {
            var file = mail.GetProperty("file").GetString()!;
            var found = MailRecognition.Of(MailData.Read(Path.Combine(folder, file)));
            var kind = mail.GetProperty("kind").GetString()!;
            if (kind == "normal")
            {
                table.Add("bounce: normal mail let through", 1, !found.IsAutomatic, () => $"{file}: {found}");
                continue;
            }
            table.Add("bounce: automatic mail recognised", 0.99, found.IsAutomatic, () => $"{file}: {found}");
            table.Add("bounce: kind", 0.98, found.Kind.ToString() == KindOf(kind), () => $"{file}: {kind} / {found}");
            if (kind == "bounce")
            {
                var wanted = Hard(mail);
                var hard = found.Reports.Any(report => report.Hard);
                table.Add("bounce: hard or soft", 0.95, wanted == hard, () => $"{file}: {mail.GetProperty("expected")} / {string.Join(" | ", found.Reports)}");
                table.Add("bounce: recipient found", 0.95, found.Reports.Any(report => report.Recipient is not null), () => $"{file}: {string.Join(" | ", found.Reports)}");
            }
        }
    }

    private static bool Hard(JsonElement mail) => mail.GetProperty("expected").EnumerateArray().Any(item => item.GetProperty("hard").GetBoolean());

    private static string KindOf(string kind) => kind switch
    {
        "complaint" => nameof(MailKind.Complaint),
        "auto_reply" or "auto_generated" => nameof(MailKind.AutoReply),
        _ => nameof(MailKind.Bounce),
    };
}

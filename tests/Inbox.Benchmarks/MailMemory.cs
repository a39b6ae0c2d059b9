using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Inbox.Mail;
using Inbox.Mail.Html;
using Inbox.Mail.Recognition;
using Inbox.Mail.Replies;
using Inbox.Testing;

namespace Inbox.Benchmarks;

/// <summary>What a mail of 40 MB costs: managed memory of the reader, and anonymous memory of the server that takes it in.</summary>
internal static class MailMemory
{
    private const double Target = 10;

    public static async Task<int> RunAsync()
    {
        var file = Path.GetTempFileName();
        try
        {
            WriteMail(file);
            ReadWhole(file);
            var (allocated, live) = ReadWhole(file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading a mail of {new FileInfo(file).Length / 1e6:F0} MB: {allocated:F1} MB allocated in all, {live:F1} MB of them live at the end"));
            await using var inbox = await RunningInbox.StartAsync();
            var (before, after) = await TakeInAsync(inbox, file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"taking five of them in: the server grew by {after - before} MB of anonymous memory"));
            return allocated < Target ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (double Allocated, double Live) ReadWhole(string file)
    {
        var live = GC.GetTotalMemory(forceFullCollection: true);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var stream = File.OpenRead(file);
        using var mail = MailReader.Read(stream);
        _ = MailRecognition.Of(mail);
        _ = ReplyText.Of(mail);
        _ = MailHtml.Sanitize(mail.HtmlBody ?? "");
        var buffer = new byte[64 * 1024];
        foreach (var attachment in mail.Attachments)
        {
            using var content = attachment.OpenRead();
            while (content.Read(buffer) > 0)
            {
                // The bytes are what is read; they go nowhere.
            }
        }

        return ((GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6, (GC.GetTotalMemory(forceFullCollection: true) - live) / 1e6);
    }

    private static async Task<(int Before, int After)> TakeInAsync(RunningInbox inbox, string file)
    {
        var token = await inbox.RunVerbAsync("token", "create", "--name", "benchmark", "--role", "Admin");
        using var http = new HttpClient { BaseAddress = inbox.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await using var server = await inbox.OpenDatabaseAsync();
        await PostAsync("Subject: warm up\r\nFrom: a@mail.example\r\n\r\nHello", 1);
        var before = Anonymous(inbox.ProcessId);
        for (var i = 0; i < 5; i++)
        {
            await PostAsync($"Message-ID: <{Guid.NewGuid():N}@mail.example>\r\n" + await File.ReadAllTextAsync(file, Encoding.Latin1), i + 2);
        }

        return (before, Anonymous(inbox.ProcessId));

        async Task PostAsync(string mail, int mails)
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(mail));
            using var answer = await http.PostAsync(new Uri("/api/v1/channels/support/mail", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            await Eventually.IsAsync(
                async () =>
                {
                    await using var count = server.Source.CreateCommand("SELECT count(*) FROM inbound_deliveries WHERE state = 'Pending'");
                    return (long)(await count.ExecuteScalarAsync())! == 0 && mails > 0;
                });
        }
    }

    /// <summary>MB that no file stands behind, from the kernel.</summary>
    private static int Anonymous(int process) => int.Parse(
        File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>Three pictures and a text; written piece by piece.</summary>
    private static void WriteMail(string file)
    {
        using var output = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n" };
        output.WriteLine("From: Nora <nora@mail.example>\r\nTo: support@larkfield.example\r\nSubject: Pictures\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere they are.");
        var piece = new byte[57 * 1000];
        var random = new Random(1);
        for (var i = 0; i < 3; i++)
        {
            output.WriteLine($"--b\r\nContent-Type: image/jpeg; name=picture-{i}.jpg\r\nContent-Transfer-Encoding: base64\r\n");
            for (var written = 0; written < 9_700_000; written += piece.Length)
            {
                random.NextBytes(piece);
                output.WriteLine(Convert.ToBase64String(piece, Base64FormattingOptions.InsertLineBreaks));
            }
        }

        output.WriteLine("--b--");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Inbox.Mail;
using Inbox.Mail.Writing;

namespace Inbox.Benchmarks;

/// <summary>
/// Parser throughput beside the raw read of the same bytes and Python's <c>email</c> package in the same run: many
/// small mails of text and HTML, and one of 40 MB of attachments with every attachment decoded.
/// </summary>
internal static class MailSpeed
{
    private const string Python = """
        import email, email.policy, sys, time
        files = sys.argv[1:]
        for name in files:
            data = open(name, 'rb').read()
            rounds = 200 if len(data) < 1000000 else 1
            start = time.perf_counter()
            for _ in range(rounds):
                mail = email.message_from_bytes(data, policy=email.policy.default)
                mail['subject'], mail['from'], mail['to'], mail['date']
                for part in mail.walk():
                    if not part.is_multipart():
                        part.get_content() if part.get_content_maintype() == 'text' else part.get_payload(decode=True)
            print(rounds * len(data) / (time.perf_counter() - start) / 1e6)
        """;

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("inbox-mail-speed").FullName;
        try
        {
            var mails = new[] { ("text and HTML, 8 KB", Small()), ("attachments, 40 MB", Large()) };
            var files = mails.Select((mail, i) => Path.Combine(folder, $"{i}.eml")).ToArray();
            for (var i = 0; i < mails.Length; i++)
            {
                File.WriteAllBytes(files[i], mails[i].Item2);
            }
            var python = RunPython(files);
            Console.WriteLine($"{"MB/s",-24} {"Inbox",10} {"raw read",10} {"Python",10} {"times",8}");
            for (var i = 0; i < mails.Length; i++)
            {
                var (name, mail) = mails[i];
                var ours = Measure(mail, ReadWhole);
                var raw = Measure(mail, bytes => bytes.AsSpan().Count((byte)'\n'));
                var theirs = i < python.Count ? python[i] : double.NaN;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {ours,10:F0} {raw,10:F0} {theirs,10:F1} {ours / theirs,8:F1}"));
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int ReadWhole(byte[] bytes)
    {
        var mail = MailReader.Read(bytes);
        return mail.PlainText.Length + mail.Attachments.Sum(attachment => attachment.ToArray().Length);
    }

    private static double Measure(byte[] mail, Func<byte[], int> read)
    {
        read(mail);
        var watch = Stopwatch.StartNew();
        var rounds = 0;
        do
        {
            read(mail);
            rounds++;
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(2));
        return rounds * (double)mail.Length / watch.Elapsed.TotalSeconds / 1e6;
    }

    private static List<double> RunPython(string[] files)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Python, .. files]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("python3 is not installed; its column stays empty.");
            return [];
        }
    }

    private static byte[] Small() => Write([]);

    private static byte[] Large()
    {
        var content = new byte[10_000_000];
        new Random(1).NextBytes(content);
        return Write([.. Enumerable.Range(0, 3).Select(i => new OutgoingAttachment($"photo-{i}.jpg", "image/jpeg", content))]);
    }

    private static byte[] Write(IReadOnlyList<OutgoingAttachment> attachments)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Zeile {i}: Die Lieferung für Müller kam nicht an, und wir fragen zum zweiten Mal nach.\n");
        }
        return MailWriter.Write(new OutgoingMail
        {
            From = new("Jörg Müller", "joerg@example.org"),
            To = [new("Support", "support@example.org")],
            Subject = "Wo bleibt die Lieferung für Müller?",
            Date = DateTimeOffset.UnixEpoch,
            MessageId = "speed@example.org",
            TextBody = text.ToString(),
            HtmlBody = $"<p>{text.Replace("\n", "<br>\n")}</p>",
            Attachments = attachments,
        });
    }
}

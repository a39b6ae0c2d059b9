using System.Diagnostics;
using System.Globalization;
using System.Text;
using Inbox.Mail;
using Inbox.Mail.Writing;

namespace Inbox.Benchmarks;

/// <summary>
/// Reading speed beside the raw read of the same bytes and Python's <c>email</c> package in the same run, on mails of all
/// sizes. Processor time is counted, not the clock: it is fair on a machine that others use too.
/// </summary>
internal static class MailSpeed
{
    private const double Target = 10;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    private const string Python = """
        import email, email.policy, sys, time
        for name in sys.argv[1:]:
            data = open(name, 'rb').read()
            rounds = 0
            start = time.process_time()
            while rounds == 0 or time.process_time() - start < 1:
                rounds += 1
                mail = email.message_from_bytes(data, policy=email.policy.default)
                mail['subject'], mail['from'], mail['to'], mail['date']
                for part in mail.walk():
                    if not part.is_multipart():
                        part.get_content() if part.get_content_maintype() == 'text' else part.get_payload(decode=True)
            print(rounds * len(data) / (time.process_time() - start) / 1e6)
        """;

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("inbox-mail-speed").FullName;
        try
        {
            (string Name, byte[] Mail)[] mails =
            [
                ("short text, 1 KB", Write(5, html: false, [])),
                ("answer, text and HTML, 8 KB", Write(40, html: true, [])),
                ("long thread, 60 KB", Write(320, html: true, [])),
                ("picture of 200 KB", Write(20, html: true, [200_000])),
                ("files of 3 MB", Write(20, html: true, [1_000_000, 1_200_000])),
                ("files of 40 MB", Write(40, html: true, [10_000_000, 10_000_000, 10_000_000])),
            ];
            var files = mails.Select((mail, i) => Path.Combine(folder, $"{i}.eml")).ToArray();
            for (var i = 0; i < mails.Length; i++)
            {
                File.WriteAllBytes(files[i], mails[i].Mail);
            }
            var python = RunPython(files);
            var met = true;
            Console.WriteLine($"{"MB for a second of processor time",-34} {"Inbox",10} {"raw read",10} {"Python",10} {"times",8}");
            for (var i = 0; i < mails.Length; i++)
            {
                var (name, mail) = mails[i];
                var ours = Measure(mail, ReadWhole);
                var raw = Measure(mail, static bytes => bytes.AsSpan().Count((byte)'\n'));
                var theirs = i < python.Count ? python[i] : double.NaN;
                met &= !(ours / theirs < Target);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {ours,10:F0} {raw,10:F0} {theirs,10:F1} {ours / theirs,8:F1}{(ours / theirs < Target ? " MISSED" : "")}"));
            }
            return met ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All that the other side reads too: header fields, texts, and the bytes of every attachment.</summary>
    private static long ReadWhole(byte[] bytes)
    {
        var mail = MailReader.Read(bytes);
        var size = (long)mail.PlainText.Length + (mail.HtmlBody?.Length ?? 0);
        Span<byte> buffer = stackalloc byte[32 * 1024];
        foreach (var attachment in mail.Attachments)
        {
            using var content = attachment.OpenRead();
            for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
            {
                size += read;
            }
        }
        return size;
    }

    private static double Measure(byte[] mail, Func<byte[], long> read)
    {
        // The first rounds pay for the compiler.
        Repeat(mail, read);
        var (rounds, time) = Repeat(mail, read);
        return rounds * (double)mail.Length / time.TotalSeconds / 1e6;
    }

    private static (int Rounds, TimeSpan Time) Repeat(byte[] mail, Func<byte[], long> read)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        var rounds = 0;
        TimeSpan time;
        do
        {
            for (var i = 0; i < Math.Max(1, 200_000 / mail.Length); i++)
            {
                read(mail);
                rounds++;
            }
            process.Refresh();
            time = process.TotalProcessorTime - start;
        }
        while (time < Enough);
        return (rounds, time);
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

    private static byte[] Write(int lines, bool html, int[] files)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
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
            HtmlBody = html ? $"<p>{text.Replace("\n", "<br>\n")}</p>" : null,
            Attachments = [.. files.Select((size, i) => new OutgoingAttachment($"photo-{i}.jpg", "image/jpeg", Noise(size)))],
        });
    }

    private static byte[] Noise(int size)
    {
        var content = new byte[size];
        new Random(1).NextBytes(content);
        return content;
    }
}

using System.Diagnostics;
using Inbox.Mail;
using Inbox.Mail.Recognition;

namespace Inbox.Benchmarks;

/// <summary>Reads 100,000 mails, each a real one from a folder with bytes changed, cut, doubled and moved at random.</summary>
internal static class MailFuzz
{
    private const int Mails = 100_000;
    private const string Marks = "\r\n\t \"<>()=?;:,@-";
    private const int LongestSeed = 200_000;

    public static int Run(string folder)
    {
        var seeds = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 0 and < LongestSeed).ToArray();
        var random = new Random(20260302);
        var slowest = TimeSpan.Zero;
        var watch = new Stopwatch();
        for (var i = 0; i < Mails; i++)
        {
            var mail = Mutate(seeds[i % seeds.Length], seeds[random.Next(seeds.Length)], random);
            watch.Restart();
            Read(mail);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }
        Console.WriteLine(FormattableString.Invariant(
            $"{Mails} mutated mails read without an exception; the slowest took {slowest.TotalMilliseconds:F1} ms; heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F1} MB"));
        return 0;
    }

    private static void Read(byte[] bytes)
    {
        var mail = MailReader.Read(bytes);
        _ = mail.PlainText;
        _ = MailRecognition.Of(mail);
        foreach (var attachment in mail.Attachments)
        {
            attachment.ToArray();
            _ = attachment.ReadMessage();
        }
    }

    private static byte[] Mutate(byte[] seed, byte[] other, Random random)
    {
        var mail = new List<byte>(seed);
        for (var changes = random.Next(1, 20); changes > 0 && mail.Count > 0; changes--)
        {
            var at = random.Next(mail.Count);
            var length = Math.Min(random.Next(1, 200), mail.Count - at);
            switch (random.Next(6))
            {
                case 0: mail[at] = (byte)random.Next(256); break;
                case 1: mail.RemoveRange(at, length); break;
                case 2: mail.InsertRange(at, mail.GetRange(at, length)); break;
                case 3: mail[at] = (byte)Marks[random.Next(Marks.Length)]; break;
                case 4: mail.InsertRange(at, mail.GetRange(random.Next(mail.Count - length + 1), length)); break;
                default: mail.InsertRange(at, other.AsSpan(random.Next(other.Length)).ToArray().Take(length)); break;
            }
        }
        return [.. mail];
    }
}

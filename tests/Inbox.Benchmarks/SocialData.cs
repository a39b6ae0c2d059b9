using System.Diagnostics;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Benchmarks;

/// <summary>
/// Reads a folder with one folder of recorded payloads for each network, and prints for each kind how many files were read,
/// how many hold messages, and how long the slowest took. What a plain walk of the raw JSON takes for a post (an id, and
/// words where its network has them) must be among the messages, with these words.
/// </summary>
internal static class SocialData
{
    /// <summary>Folders by what they begin with; of the mail providers only what is said to be theirs.</summary>
    private static readonly (string Folder, string File, string Kind)[] Sorts =
    [
        ("mastodon", "", "mastodon"), ("bluesky", "", "bluesky"), ("x", "", "x"), ("facebook", "", "facebook"), ("instagram", "", "instagram"),
        ("whatsapp", "", "whatsapp"), ("reddit", "", "reddit"), ("twilio", "", "twilio"), ("feeds", "", "feed"),
        ("inbound", "postmark", "postmark"), ("inbound", "mailgun", "mailgun"), ("inbound", "sendgrid", "sendgrid"), ("inbound", "", "sendgrid"),
    ];

    public static async Task<int> RunAsync(string folder)
    {
        var (failed, kinds) = (0, new SortedDictionary<string, Figures>(StringComparer.Ordinal));
        foreach (var directory in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (KindOf(Path.GetFileName(directory), Path.GetFileName(file)) is not { } kind)
                {
                    continue;
                }

                if (!kinds.TryGetValue(kind, out var figures))
                {
                    kinds[kind] = figures = new Figures();
                }

                failed += await ReadAsync(kind, file, figures) ? 0 : 1;
            }
        }

        Console.WriteLine($"{"kind",-10} {"files",6} {"read",6} {"with messages",14} {"messages",9} {"threw",6} {"posts found",12} {"missing",8} {"slowest",9}");
        foreach (var (kind, f) in kinds)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{kind,-10} {f.Files,6} {f.Read,6} {f.WithMessages,14} {f.Messages,9} {f.Threw,6} {f.Found,12} {f.Missing,8} {f.Slowest.TotalMilliseconds,6:F1} ms"));
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> ReadAsync(string kind, string file, Figures figures)
    {
        var content = await File.ReadAllBytesAsync(file);
        figures.Files++;
        SocialReading reading;
        try
        {
            // Once for the compiler's sake.
            await SocialReaders.ReadAsync(kind, content, default);
            var start = Stopwatch.GetTimestamp();
            reading = await SocialReaders.ReadAsync(kind, content, default);
            figures.Slowest = new[] { figures.Slowest, Stopwatch.GetElapsedTime(start) }.Max();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The one thing that must not happen: shown with the file, counted, and the rest still measured.
            Console.WriteLine($"threw   {file}: {failure}");
            figures.Threw++;
            return false;
        }

        figures.Read += reading.Ok ? 1 : 0;
        figures.WithMessages += reading.Posts.Count > 0 ? 1 : 0;
        figures.Messages += reading.Posts.Count;
        if (!reading.Ok)
        {
            Console.WriteLine($"not read {file}: {reading.Error}");
        }

        var expected = SocialDataPosts.In(kind, content).ToList();
        var missing = expected.Where(e => !reading.Posts.Any(p => p.ExternalId == e.Id && (e.Words is null || p.Text.Contains(e.Words, StringComparison.Ordinal)))).ToList();
        foreach (var (id, words) in missing)
        {
            Console.WriteLine($"missing {file}: {id} \"{words}\", read as \"{reading.Posts.FirstOrDefault(p => p.ExternalId == id)?.Text}\"");
        }

        figures.Found += expected.Count;
        figures.Missing += missing.Count;
        return missing.Count == 0 && (reading.Ok || kind == "feed");
    }

    private static string? KindOf(string folder, string file) => Array.Find(Sorts, s =>
        folder.Split('_')[0] == s.Folder && file.StartsWith(s.File, StringComparison.OrdinalIgnoreCase)).Kind;

    private sealed class Figures
    {
        public int Files { get; set; }

        public int Read { get; set; }

        public int WithMessages { get; set; }

        public int Messages { get; set; }

        public int Threw { get; set; }

        public int Found { get; set; }

        public int Missing { get; set; }

        public TimeSpan Slowest { get; set; }
    }
}

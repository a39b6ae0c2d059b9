using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Channels.Feeds;

namespace Inbox.Benchmarks;

/// <summary>
/// Reads a folder of feeds with an <c>index.jsonl</c> of <c>{file, expect}</c>, where <c>expect</c> is an expression in
/// the language of feedparser's tests, and prints how many files are read and how many expectations on fields that
/// Inbox keeps hold. Markup is compared by its text: feedparser sanitises while it reads, Inbox when it shows.
/// </summary>
internal static partial class FeedData
{
    public static int Run(string folder)
    {
        var (files, feeds, threw) = (0, 0, 0);
        var fields = new SortedDictionary<string, (int Held, int All)>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, "index.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            var (file, expect) = (row.RootElement.GetProperty("file").GetString()!, row.RootElement.GetProperty("expect").GetString()!);
            files++;
            Feed? feed;
            try
            {
                feed = Read(Path.Combine(folder, file));
                feeds += feed is null ? 0 : 1;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // The one thing that must not happen: shown with the file, counted, and the rest still measured.
                Console.WriteLine($"threw   {file}: {failure.GetType().Name}");
                threw++;
                continue;
            }

            foreach (Match part in Equality().Matches(expect))
            {
                var path = Accessor().Replace(part.Groups["path"].Value, ".${name}");
                if (Expected(part.Groups["value"].Value) is not { } expected || !IsKept(path))
                {
                    continue;
                }

                var actual = feed is null ? null : FeedDataFields.Value(feed, path);
                var held = actual is not null && FeedDataFields.Same(path, expected, actual);
                var name = Index().Replace(path, "");
                var (sofar, all) = fields.GetValueOrDefault(name);
                fields[name] = (sofar + (held ? 1 : 0), all + 1);
                if (!held)
                {
                    Console.WriteLine($"differs {file}: {path} is {actual ?? "nothing"}, not {expected}");
                }
            }
        }

        Console.WriteLine($"{files} files, {threw} threw, {feeds} are feeds, {files - feeds - threw} answered as no feed");
        foreach (var (name, (held, all)) in fields)
        {
            Console.WriteLine($"{name,-32} {held,4} of {all,4}");
        }

        Console.WriteLine($"{"all",-32} {fields.Values.Sum(f => f.Held),4} of {fields.Values.Sum(f => f.All),4}");
        return threw == 0 ? 0 : 1;
    }

    private static Feed? Read(string path)
    {
        var body = File.ReadAllBytes(path);
        var start = Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 2000));
        var location = Header("Content-Location", start);
        var address = new Uri(new Uri("http://127.0.0.1:8097/"), location ?? "/");
        return FeedReader.Read(body, Header("Content-type", start), address) is FeedReadResult.Read read ? read.Feed : null;
    }

    private static string? Header(string name, string start) =>
        Regex.Match(start, $@"Header:\s*{name}:\s*(?<value>\S[^\r\n]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking) is { Success: true } match
            ? match.Groups["value"].Value.Trim()
            : null;

    private static string? Expected(string literal) => literal switch
    {
        ['(', ..] when literal.Split(',', '(', ')') is [_, var y, var mo, var d, var h, var mi, var s, ..] => string.Create(
            CultureInfo.InvariantCulture, $"{int.Parse(y, CultureInfo.InvariantCulture):0000}-{Two(mo)}-{Two(d)}T{Two(h)}:{Two(mi)}:{Two(s)}Z"),
        "\"\"" => null, // The start of a triple-quoted text.
        ['u', '\'' or '"', ..] or ['\'' or '"', ..] => Escape().Replace(literal.TrimStart('u').Trim('\'', '"'), m => Regex.Unescape(m.Value)),
        _ => null,
    };

    private static string Two(string number) => number.Trim().PadLeft(2, '0');

    private static bool IsKept(string path) => FeedDataFields.Names.Contains(Index().Replace(path, ""));

    [GeneratedRegex("""(?<path>(feed|entries\[[0-9]+\])(\[('[a-z_]+'|[0-9]+)\]|\.[a-z_]+)+) == (?<value>u?('[^']*'|"[^"]*")|\([0-9, ]+\))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Equality();

    [GeneratedRegex(@"\['(?<name>[a-z_]+)'\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Accessor();

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Index();

    [GeneratedRegex(@"\\(u[0-9a-f]{4}|x[0-9a-f]{2}|n|t|'|"")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}

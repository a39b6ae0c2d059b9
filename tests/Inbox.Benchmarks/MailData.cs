using System.Globalization;
using System.Text.Json;
using Inbox.Mail;

namespace Inbox.Benchmarks;

/// <summary>
/// Reads a folder of mails with expectations and prints how many are met, beside the targets. The folder's layout is
/// <c>mime/</c>, <c>mime/headers/</c>, <c>bounce/</c>, <c>replies/</c> and <c>html/</c>, each with cases as JSON beside the raw mails.
/// </summary>
internal static class MailData
{
    public static int Run(string folder)
    {
        var table = new FigureTable();
        MailDataMime.Check(Path.Combine(folder, "mime"), table);
        MailDataHeaders.Check(Path.Combine(folder, "mime", "headers"), table);
        MailDataBounces.Check(Path.Combine(folder, "bounce"), table);
        MailDataTexts.CheckReplies(Path.Combine(folder, "replies"), table);
        MailDataTexts.CheckHtml(Path.Combine(folder, "html"), table);
        return table.Print() ? 0 : 1;
    }

    public static IEnumerable<JsonElement> Cases(string file) =>
        File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    public static MailMessage Read(string file) => MailReader.Read(File.ReadAllBytes(file));
}

/// <summary>Counts of checks that were met, by name, and the share each of them has to reach.</summary>
internal sealed class FigureTable
{
    private readonly Dictionary<string, Figure> _figures = [];

    /// <summary>Print what failed when the variable MAIL_DATA_FAILURES is set.</summary>
    private readonly bool _verbose = Environment.GetEnvironmentVariable("MAIL_DATA_FAILURES") is not null;

    public void Add(string name, double target, bool met, Func<string> failure)
    {
        var figure = _figures.GetValueOrDefault(name) ?? new Figure(target);
        _figures[name] = figure with { Met = figure.Met + (met ? 1 : 0), All = figure.All + 1 };
        if (!met && _verbose)
        {
            Console.Error.WriteLine($"{name}: {failure()}");
        }
    }

    public bool Print()
    {
        Console.WriteLine($"{"check",-44} {"met",6} {"of",6} {"share",8} {"target",8}");
        foreach (var (name, figure) in _figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-44} {figure.Met,6} {figure.All,6} {figure.Share,8:P1} {figure.Target,8:P0} {(figure.Share >= figure.Target ? "" : "MISSED")}"));
        }
        return _figures.Values.All(figure => figure.Share >= figure.Target);
    }

    private sealed record Figure(double Target, int Met = 0, int All = 0)
    {
        public double Share => (double)Met / All;
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Inbox.Core.Routing.Learning;

namespace Inbox.Benchmarks;

/// <summary>
/// How well the classifier of departments does on published collections of short requests: any <c>*.csv</c> with the columns
/// text and category, of which every fifth line is held back, and any <c>*.json</c> with "train" and "val" (and "oos_train",
/// "oos_val": requests that belong nowhere) as lists of [text, category].
/// </summary>
internal static class RoutingData
{
    private sealed record Request(string Text, string Category);

    public static int Run(string folder)
    {
        var elsewhere = new List<string>();
        var collections = new List<(string Name, List<Request> Learn, List<Request> Held)>();
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (Path.GetExtension(file) == ".csv")
            {
                var rows = ReadCsv(File.ReadAllText(file)).Skip(1).ToArray();
                new Random(1).Shuffle(rows);
                collections.Add((name, [.. rows.Where((_, i) => i % 5 != 0)], [.. rows.Where((_, i) => i % 5 == 0)]));
            }
            else if (Path.GetExtension(file) == ".json")
            {
                using var json = JsonDocument.Parse(File.ReadAllText(file));
                collections.Add((name, ReadList(json, "train"), ReadList(json, "val")));
                elsewhere.AddRange(ReadList(json, "oos_train").Concat(ReadList(json, "oos_val")).Select(r => r.Text));
            }
        }

        Console.WriteLine($"{elsewhere.Count} requests that belong nowhere");
        foreach (var (name, learn, held) in collections)
        {
            Measure(name, learn, held, elsewhere);

            // A company has few departments, each with many kinds of requests; one of them is left out, and what belongs there is asked.
            foreach (var departments in new[] { 3, 8 })
            {
                Measure(
                    $"{name} in {departments} departments",
                    Gather(learn.Where(r => DepartmentOf(r, departments + 1) < departments), departments + 1),
                    Gather(held.Where(r => DepartmentOf(r, departments + 1) < departments), departments + 1),
                    elsewhere);
            }
        }

        return collections.Count > 0 ? 0 : 2;
    }

    private static void Measure(string name, List<Request> learn, List<Request> held, List<string> elsewhere)
    {
        var categories = learn.Select(r => r.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select((c, i) => (c, i)).ToDictionary(c => c.c, c => (long)c.i, StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        var trained = ClassifierTraining.Train(learn.ConvertAll(r => Lesson.Of("", r.Text, categories[r.Category])), CancellationToken.None);
        watch.Stop();
        var data = trained.Classifier.Write();
        var classifier = TextClassifier.Read(data)!;
        var answers = held.ConvertAll(r => (Answer: classifier.Predict("", r.Text), Right: categories[r.Category]));
        var inside = answers.ConvertAll(a => (Sure: Sure(a.Answer), Right: a.Answer.Ranked[0].DepartmentId == a.Right));
        var outside = elsewhere.ConvertAll(t => Sure(classifier.Predict("", t)));
        var (each, whole) = (Time(classifier, [.. held.Select(r => r.Text)]), Time(classifier, Letters(held)));
        Console.WriteLine();
        Console.WriteLine($"{name}: {learn.Count} learnt from, {categories.Count} kinds, {held.Count} held back");
        Console.WriteLine($"  right                          {inside.Average(a => a.Right ? 1.0 : 0):P1} (it said {trained.Accuracy:P1} of itself)");
        Console.WriteLine($"  calibration error (ECE)        {Calibration.Error(answers.ConvertAll(a => (a.Answer.Ranked[0].Sure, a.Answer.Ranked[0].DepartmentId == a.Right))):F3}");
        foreach (var threshold in new[] { 0.5, 0.8, 0.9 })
        {
            var sure = inside.FindAll(a => a.Sure >= threshold);
            Console.WriteLine($"  at least {threshold:P0} sure             {(double)sure.Count / inside.Count:P1}, of these right {sure.Select(a => a.Right ? 1.0 : 0).DefaultIfEmpty().Average():P1}; of what belongs nowhere {outside.Select(s => s >= threshold ? 1.0 : 0).DefaultIfEmpty().Average():P1}");
        }

        Console.WriteLine($"  told from what belongs nowhere {Auroc(inside.ConvertAll(a => a.Sure), outside):F3} (AUROC)");
        Console.WriteLine($"  trained in {watch.Elapsed.TotalSeconds:F1} s; {data.Length / 1024.0:N0} KB; {each.TotalMicroseconds:F1} µs a text, {whole.TotalMicroseconds:F1} µs a letter of 1,500 characters");
    }

    /// <summary>The last of four rounds: the first ones are compiled meanwhile.</summary>
    private static TimeSpan Time(TextClassifier classifier, List<string> texts)
    {
        var took = TimeSpan.Zero;
        for (var round = 0; round < 4; round++)
        {
            var watch = Stopwatch.StartNew();
            foreach (var text in texts)
            {
                classifier.Predict("", text);
            }

            took = watch.Elapsed / texts.Count;
        }

        return took;
    }

    /// <summary>As long as a mail that says much: requests after each other.</summary>
    private static List<string> Letters(List<Request> requests)
    {
        var (letters, letter) = (new List<string>(), new StringBuilder());
        foreach (var request in requests)
        {
            letter.AppendLine(request.Text);
            if (letter.Length >= 1_500)
            {
                letters.Add(letter.ToString());
                letter.Clear();
            }
        }

        return letters;
    }

    private static double Sure(Prediction answer) => answer.Best?.Sure ?? 0;

    private static double Auroc(List<double> inside, List<double> outside) =>
        outside.Count == 0 ? double.NaN : inside.Average(i => outside.Average(o => i > o ? 1.0 : i == o ? 0.5 : 0));

    private static List<Request> Gather(IEnumerable<Request> requests, int departments) =>
        [.. requests.Select(r => r with { Category = $"department {DepartmentOf(r, departments)}" })];

    private static int DepartmentOf(Request request, int departments) =>
        (int)(request.Category.Aggregate(7u, (hash, c) => (hash * 31) + c) % (uint)departments);

    private static List<Request> ReadList(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var list)
        ? [.. list.EnumerateArray().Select(r => new Request(r[0].GetString()!, r[1].GetString()!))]
        : [];

    /// <summary>RFC 4180, two columns.</summary>
    private static IEnumerable<Request> ReadCsv(string text)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append(text[i++]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    fields.Add(field.ToString().TrimEnd('\r'));
                    field.Clear();
                    if (fields.Count == 2)
                    {
                        yield return new Request(fields[0], fields[1]);
                    }

                    fields.Clear();
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }
    }
}

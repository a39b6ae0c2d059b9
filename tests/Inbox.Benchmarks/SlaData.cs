using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Inbox.Core.Sla;

namespace Inbox.Benchmarks;

/// <summary>
/// Compares working time with published cases of other libraries (public_cases.json), and measures a call. The file's
/// calendars are <c>{tz, hours: {"0" (Monday) … "6": [[fromMinute, toMinute], …]}, holidays, breaks, shifts}</c>.
/// </summary>
internal static class SlaData
{
    /// <summary>Prints the table; returns 1 when a case differs for no stated reason.</summary>
    public static int Run(string folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "public_cases.json")));
        var verdicts = new List<string>();
        Console.WriteLine($"{"verdict",-23} {"kind",-8} {"start",-20} {"expected",-20} {"ours",-20} source");
        foreach (var item in file.RootElement.EnumerateArray())
        {
            var (verdict, expected, ours) = Judge(item);
            verdicts.Add(verdict);
            Console.WriteLine(
                $"{verdict,-23} {item.GetProperty("kind"),-8} {item.GetProperty("start"),-20} {expected,-20} {ours,-20} {item.GetProperty("source")}");
        }

        Console.WriteLine();
        foreach (var group in verdicts.GroupBy(verdict => verdict, StringComparer.Ordinal))
        {
            Console.WriteLine($"{group.Key,-23} {group.Count()} of {verdicts.Count}");
        }

        Measure();
        return verdicts.Contains("DIFFERS") ? 1 : 0;
    }

    private static (string Verdict, string Expected, string Ours) Judge(JsonElement item)
    {
        var calendar = item.GetProperty("calendar");
        var time = ReadCalendar(calendar);
        var start = item.GetProperty("start").GetDateTimeOffset();
        var expected = item.GetProperty("expect").ToString();
        switch (item.GetProperty("kind").GetString())
        {
            case "between":
                var seconds = time.Between(start, item.GetProperty("end").GetDateTimeOffset()).TotalSeconds;
                return Compare(expected, seconds.ToString(CultureInfo.InvariantCulture));
            case "is_open":
                return Compare(expected, time.IsOpen(start).ToString());
            case "add":
                return Compare(expected, Iso(time.Add(start, TimeSpan.FromSeconds(item.GetProperty("seconds").GetDouble()))));
            case var kind:
                throw new InvalidDataException($"Unknown kind of case: {kind}.");
        }
    }

    private static (string Verdict, string Expected, string Ours) Compare(string expected, string ours) =>
        (string.Equals(expected, ours, StringComparison.Ordinal) ? "agrees" : "DIFFERS", expected, ours);

    private static WorkingTime ReadCalendar(JsonElement calendar)
    {
        var shifts =
            from day in calendar.GetProperty("hours").EnumerateObject()
            from interval in day.Value.EnumerateArray()
            let weekday = (DayOfWeek)((int.Parse(day.Name, CultureInfo.InvariantCulture) + 1) % 7)
            select new Shift(weekday, interval[0].GetInt32(), interval[1].GetInt32());
        var holidays = calendar.TryGetProperty("holidays", out var dates)
            ? dates.EnumerateArray().Select(date => DateOnly.Parse(date.GetString()!, CultureInfo.InvariantCulture))
            : [];
        var week = shifts.ToList();
        return new WorkingTime(calendar.GetProperty("tz").GetString()!, week, holidays, Exceptions(calendar, week));
    }

    /// <summary>The file's shifts replace the hours of a date, holiday or not; its breaks are cut out of what is open.</summary>
    private static Dictionary<DateOnly, IReadOnlyList<Shift>> Exceptions(JsonElement calendar, List<Shift> week)
    {
        var (own, breaks) = (ByDate(calendar, "shifts"), ByDate(calendar, "breaks"));
        return own.Keys.Union(breaks.Keys).ToDictionary(
            date => date,
            date => (IReadOnlyList<Shift>)
            [
                .. breaks.GetValueOrDefault(date, []).Aggregate(
                    own.GetValueOrDefault(date) ?? [.. week.Where(s => s.Day == date.DayOfWeek).Select(s => (From: s.FromMinute, To: s.ToMinute))],
                    (open, pause) => [.. open.SelectMany(o => new[] { (o.From, To: Math.Min(o.To, pause.From)), (From: Math.Max(o.From, pause.To), o.To) }).Where(o => o.To > o.From)])
                    .Select(o => new Shift(date.DayOfWeek, o.From, o.To)),
            ]);
    }

    private static Dictionary<DateOnly, List<(int From, int To)>> ByDate(JsonElement calendar, string name) =>
        !calendar.TryGetProperty(name, out var dates) ? [] : dates.EnumerateObject().ToDictionary(
            d => DateOnly.Parse(d.Name, CultureInfo.InvariantCulture),
            d => d.Value.EnumerateArray().Select(i => (i[0].GetInt32(), i[1].GetInt32())).ToList());

    private static void Measure()
    {
        const int Calls = 1_000_000;
        var office = new WorkingTime(
            "Europe/London",
            from day in Enum.GetValues<DayOfWeek>()
            where day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
            from hours in new[] { (From: 540, To: 750), (From: 810, To: 1020) }
            select new Shift(day, hours.From, hours.To),
            [new DateOnly(2026, 12, 25)]);
        var start = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        var firstUse = Stopwatch.StartNew();
        var tenYears = office.Between(start, start.AddYears(10));
        firstUse.Stop();
        Console.WriteLine();
        Console.WriteLine($"first use, eleven years laid out: {firstUse.Elapsed.TotalMicroseconds:F0} µs");
        Report("Add 8 h", i => office.Add(start.AddMinutes(i), TimeSpan.FromHours(8)).Ticks);
        Report("Add 10 years", i => office.Add(start.AddMinutes(i % 1000), tenYears).Ticks);
        Report("Between 3 days", i => office.Between(start.AddMinutes(i), start.AddMinutes(i + 4320)).Ticks);
        Report("Between 10 years", i => office.Between(start.AddMinutes(i % 1000), start.AddYears(10)).Ticks);

        static void Report(string name, Func<int, long> call)
        {
            long sum = 0;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Calls; i++)
            {
                sum += call(i % 100_000);
            }

            watch.Stop();
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Console.WriteLine($"{name,-18} {watch.Elapsed.TotalNanoseconds / Calls,6:F0} ns, {(double)allocated / Calls:F2} bytes (checksum {sum:x})");
        }
    }

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

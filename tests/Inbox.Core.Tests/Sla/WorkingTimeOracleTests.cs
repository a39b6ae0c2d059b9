using System.Diagnostics.CodeAnalysis;
using Inbox.Core.Sla;
using NodaTime;
using static Inbox.Core.Tests.Sla.Hours;

namespace Inbox.Core.Tests.Sla;

/// <summary>2,500 generated calendars and spans around changes of the clock, against a minute-by-minute scan.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes a failing case repeatable.")]
public sealed class WorkingTimeOracleTests
{
    private const int CasesPerZone = 250;

    [Theory]
    [InlineData("Europe/London", 1990, 2026)]
    [InlineData("America/New_York", 1990, 2026)]
    [InlineData("Australia/Lord_Howe", 1982, 2026)]
    [InlineData("Asia/Kathmandu", 1980, 1990)]
    [InlineData("Pacific/Apia", 2010, 2013)]
    [InlineData("America/Sao_Paulo", 1995, 2020)]
    [InlineData("Africa/Casablanca", 2010, 2026)]
    [InlineData("Asia/Tehran", 1995, 2023)]
    [InlineData("America/St_Johns", 1988, 2026)]
    [InlineData("Pacific/Chatham", 1990, 2026)]
    public void Working_time_equals_a_scan_of_every_minute(string zone, int fromYear, int toYear)
    {
        var random = new Random(fromYear * 31 + zone.Length);
        var changes = Changes(zone, fromYear, toYear);
        for (var i = 0; i < CasesPerZone; i++)
        {
            var change = changes[random.Next(changes.Count)];
            var shifts = RandomShifts(random);
            var holidays = RandomHolidays(random, change);
            var exceptions = RandomExceptions(random, change);
            var start = change.AddSeconds(-random.Next(3 * 24 * 3600));
            var end = start.AddSeconds(random.Next(6 * 24 * 3600));

            var scan = new MinuteScan(zone, shifts, holidays, exceptions);
            var calendar = new WorkingTime(zone, shifts, holidays, exceptions);
            var (worked, halfTime) = scan.Scan(start, end);
            var told = $"{zone} case {i}: {start:O} to {end:O}, {string.Join(", ", shifts)}, closed {string.Join(", ", holidays)}, own hours {string.Join(", ", exceptions.Keys)}";

            calendar.Between(start, end).ShouldBe(worked, told);
            if (worked > TimeSpan.Zero)
            {
                calendar.Add(start, worked / 2).ShouldBe(halfTime, told);
            }

            calendar.IsOpen(start).ShouldBe(scan.IsOpen(start), told);
            calendar.IsOpen(end).ShouldBe(scan.IsOpen(end), told);
            if (scan.NextOpening(start, end) is { } opening)
            {
                calendar.NextOpening(start).ShouldBe(opening, told);
                calendar.Add(start, TimeSpan.Zero).ShouldBe(opening, told);
            }
        }
    }

    private static List<DateTimeOffset> Changes(string zone, int fromYear, int toYear) =>
    [
        .. DateTimeZoneProviders.Tzdb[zone]
            .GetZoneIntervals(Instant.FromUtc(fromYear, 1, 1, 0, 0), Instant.FromUtc(toYear, 1, 1, 0, 0))
            .Skip(1)
            .Select(interval => interval.Start.ToDateTimeOffset()),
    ];

    private static List<Shift> RandomShifts(Random random) => random.Next(6) switch
    {
        0 => [.. On(EveryDay, 0, 24)],
        1 => [.. On(Weekdays, 9, 12.5), .. On(Weekdays, 13.5, 17)],
        2 => [.. On(EveryDay, 22, 30)],
        3 => [.. On(EveryDay, 1.5, 2.5), .. On(EveryDay, 23.5, 24.5)],
        4 => [.. On(EveryDay, 20, 34), .. On(Weekdays, 8, 16)],
        _ => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomShift(random))],
    };

    private static Shift RandomShift(Random random)
    {
        var from = random.Next(24 * 60);
        return new Shift((DayOfWeek)random.Next(7), from, from + random.Next(1, 24 * 60 + 1));
    }

    private static List<DateOnly> RandomHolidays(Random random, DateTimeOffset around) =>
    [
        .. Enumerable.Range(0, random.Next(4))
            .Select(_ => DateOnly.FromDateTime(around.UtcDateTime.AddDays(random.Next(-3, 4)))),
    ];

    private static Dictionary<DateOnly, IReadOnlyList<Shift>> RandomExceptions(Random random, DateTimeOffset around) =>
        Enumerable.Range(0, random.Next(3))
            .Select(_ => DateOnly.FromDateTime(around.UtcDateTime.AddDays(random.Next(-3, 4))))
            .Distinct()
            .ToDictionary(date => date, date => (IReadOnlyList<Shift>)[.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomShift(random) with { Day = date.DayOfWeek })]);
}

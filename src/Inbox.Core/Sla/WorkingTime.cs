using System.Collections.Frozen;
using NodaTime;

namespace Inbox.Core.Sla;

/// <summary>
/// Arithmetic on the opening hours of one calendar. Open is every moment at which the wall clock of the time zone
/// stands inside a shift: a whole day counts 23 hours when clocks go forward and 25 when they go back, an hour that the
/// clock skips is not worked and one that it shows twice is worked twice. A shift belongs to the day it starts on;
/// a holiday removes the shifts that start on it and nothing else. Shifts that overlap count once.
/// </summary>
/// <remarks>
/// Immutable to its callers and safe for any number of threads. The intervals of a year are laid out on first use and
/// kept, so keep the instance: a call then is two binary searches and allocates nothing.
/// </remarks>
public sealed class WorkingTime
{
    private const int FirstKeptYear = 1970;
    private const int LastKeptYear = 2169;

    private static readonly FrozenSet<string> TimeZones = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    private readonly DateTimeZone zone;
    private readonly Shift[][] shiftsByDay;
    private readonly FrozenSet<int> holidays;
    private readonly bool everOpens;
    private readonly OpenYear?[] years = new OpenYear?[LastKeptYear - FirstKeptYear + 1];

    /// <param name="timeZone">An IANA name, see <see cref="IsTimeZone"/>.</param>
    /// <param name="shifts">The opening intervals of a week, in any order.</param>
    /// <param name="holidays">Local dates on which no shift starts.</param>
    /// <exception cref="ArgumentException">The time zone is unknown or a shift has no valid bounds.</exception>
    public WorkingTime(string timeZone, IEnumerable<Shift> shifts, IEnumerable<DateOnly> holidays)
    {
        if (!IsTimeZone(timeZone))
        {
            throw new ArgumentException($"Unknown time zone '{timeZone}'.", nameof(timeZone));
        }

        var sorted = shifts.OrderBy(shift => shift.FromMinute).ToArray();
        if (Array.Exists(sorted, shift => !shift.IsValid))
        {
            throw new ArgumentException($"Not a shift: {Array.Find(sorted, shift => !shift.IsValid)}.", nameof(shifts));
        }

        zone = DateTimeZoneProviders.Tzdb[timeZone];
        shiftsByDay = [.. Enum.GetValues<DayOfWeek>().Select(day => Array.FindAll(sorted, shift => shift.Day == day))];
        this.holidays = holidays.Select(date => date.DayNumber).ToFrozenSet();
        everOpens = sorted.Length > 0;
    }

    /// <summary>What <see cref="Add"/> returns when the time never comes: 9999-12-31T00:00:00Z.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every minute of every day.</summary>
    public static WorkingTime AroundTheClock { get; } =
        new("Etc/UTC", Enum.GetValues<DayOfWeek>().Select(day => new Shift(day, 0, Shift.MinutesPerDay)), []);

    /// <summary>Names of the IANA time zone database, in order.</summary>
    public static IReadOnlyList<string> TimeZoneNames { get; } = [.. TimeZones.Order(StringComparer.Ordinal)];

    /// <summary>Whether <paramref name="id"/> is a name of the IANA time zone database, such as <c>Europe/London</c>.</summary>
    public static bool IsTimeZone(string id) => TimeZones.Contains(id);

    /// <summary>
    /// The earliest moment, in UTC, by which <paramref name="working"/> has passed since <paramref name="start"/>.
    /// So time that fills a shift ends at its close (Friday 17:00, not Monday 09:00), and where nothing is left
    /// (zero or less) it is <paramref name="start"/> itself, open or closed. <see cref="Never"/> when the calendar has
    /// no shifts, or the moment lies beyond the year 2169.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan working)
    {
        if (working <= TimeSpan.Zero)
        {
            return start.ToUniversalTime();
        }

        // Working time is never faster than the clock, so this also keeps the sum below from overflowing.
        if (!everOpens || working >= Never - start)
        {
            return Never;
        }

        var year = start.UtcDateTime.Year;
        var open = Year(year);
        var owed = open.Until(start.UtcTicks) + working.Ticks;
        while (owed > open.Total)
        {
            if (year >= LastKeptYear)
            {
                return Never;
            }

            owed -= open.Total;
            open = Year(++year);
        }

        return Utc(open.When(owed));
    }

    /// <summary>The working time from <paramref name="start"/> to <paramref name="end"/>; zero when end is not after start.</summary>
    public TimeSpan Between(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start || !everOpens)
        {
            return TimeSpan.Zero;
        }

        var year = start.UtcDateTime.Year;
        var lastYear = end.UtcDateTime.Year;
        var worked = -Year(year).Until(start.UtcTicks);
        for (; year < lastYear; year++)
        {
            worked += Year(year).Total;
        }

        return TimeSpan.FromTicks(worked + Year(lastYear).Until(end.UtcTicks));
    }

    /// <summary>Whether <paramref name="at"/> is working time; a shift includes its first moment and not its last.</summary>
    public bool IsOpen(DateTimeOffset at) => everOpens && Year(at.UtcDateTime.Year).IsOpen(at.UtcTicks);

    /// <summary>
    /// The first open moment, in UTC, that is not before <paramref name="at"/>: itself when open. Null when the calendar
    /// has no shifts, or opens no more by the year 2169.
    /// </summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        var year = at.UtcDateTime.Year;
        var opening = everOpens ? Year(year).NextOpening(at.UtcTicks) : null;
        while (everOpens && opening is null && year < LastKeptYear)
        {
            opening = Year(++year).NextOpening(at.UtcTicks);
        }

        return opening is { } ticks ? Utc(ticks) : null;
    }

    /// <summary>What the wall clock of the calendar's zone shows at <paramref name="at"/>.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).ToDateTimeOffset();

    /// <summary>The moment at which the wall clock shows <paramref name="local"/>: the earlier where it does so twice, moved on by the gap where it never does.</summary>
    public DateTimeOffset FromLocal(DateTime local) =>
        zone.AtLeniently(LocalDateTime.FromDateTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified))).ToDateTimeOffset().ToUniversalTime();

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);

    private OpenYear Year(int year)
    {
        if (year is < FirstKeptYear or > LastKeptYear)
        {
            return LayOut(year);
        }

        // Two threads may lay out the same year at once: the results are equal, and either may stay.
        ref var kept = ref years[year - FirstKeptYear];
        var open = Volatile.Read(ref kept);
        if (open is null)
        {
            open = LayOut(year);
            Volatile.Write(ref kept, open);
        }

        return open;
    }

    private OpenYear LayOut(int year)
    {
        var at = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var end = year == DateTime.MaxValue.Year
            ? DateTime.MaxValue.Ticks
            : new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var intervals = new List<(long Open, long Close)>();
        while (at < end)
        {
            var span = zone.GetZoneInterval(Instant.FromUnixTimeTicks(at - DateTime.UnixEpoch.Ticks));
            var until = span.HasEnd ? Math.Min(end, span.End.ToUnixTimeTicks() + DateTime.UnixEpoch.Ticks) : end;
            LayOut(intervals, at, until, span.WallOffset.Ticks);
            at = until;
        }

        return new OpenYear(intervals);
    }

    /// <summary>Appends what is open between two changes of the zone's offset, where the wall clock runs evenly.</summary>
    private void LayOut(List<(long Open, long Close)> intervals, long from, long until, long offset)
    {
        // The day before, whose last shift may run past midnight.
        var firstDay = (from + offset) / TimeSpan.TicksPerDay - 1;
        var lastDay = (until - 1 + offset) / TimeSpan.TicksPerDay;
        for (var day = firstDay; day <= lastDay; day++)
        {
            if (holidays.Contains((int)day))
            {
                continue;
            }

            // Day 0 is 0001-01-01, a Monday, as in DateOnly.DayNumber.
            foreach (var shift in shiftsByDay[(day + 8) % 7])
            {
                var midnight = day * TimeSpan.TicksPerDay - offset;
                var open = Math.Max(from, midnight + shift.FromMinute * TimeSpan.TicksPerMinute);
                var close = Math.Min(until, midnight + shift.ToMinute * TimeSpan.TicksPerMinute);
                if (open >= close)
                {
                    continue;
                }

                // Days and their shifts come by their start, so only the interval before can touch this one.
                if (intervals.Count > 0 && open <= intervals[^1].Close)
                {
                    intervals[^1] = (intervals[^1].Open, Math.Max(close, intervals[^1].Close));
                }
                else
                {
                    intervals.Add((open, close));
                }
            }
        }
    }
}

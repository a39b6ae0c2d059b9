using NodaTime;

namespace Inbox.Core.Sla;

/// <summary>How the years of a calendar are laid out.</summary>
public sealed partial class WorkingTime
{
    private static Shift[] InOrder(IEnumerable<Shift> shifts)
    {
        var sorted = shifts.OrderBy(shift => shift.FromMinute).ToArray();
        return Array.Exists(sorted, shift => !shift.IsValid)
            ? throw new ArgumentException($"Not a shift: {Array.Find(sorted, shift => !shift.IsValid)}.", nameof(shifts))
            : sorted;
    }

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);

    private OpenYear Year(int year)
    {
        if (year is < FirstYear or > LastYear)
        {
            return LayOut(year);
        }

        // Two threads may lay out the same year at once: the results are equal, and either may stay.
        ref var kept = ref years[year - FirstYear];
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

    /// <summary>What starts on a date. Day 0 is 0001-01-01, a Monday, as in DateOnly.DayNumber.</summary>
    private Shift[] ShiftsOf(int day) =>
        exceptions.TryGetValue(day, out var own) ? own
        : holidays.Contains(day) ? []
        : shiftsByDay[(day + 8) % 7];

    /// <summary>Appends what is open between two changes of the zone's offset, where the wall clock runs evenly.</summary>
    private void LayOut(List<(long Open, long Close)> intervals, long from, long until, long offset)
    {
        // The day before, whose last shift may run past midnight.
        var firstDay = (from + offset) / TimeSpan.TicksPerDay - 1;
        var lastDay = (until - 1 + offset) / TimeSpan.TicksPerDay;
        for (var day = firstDay; day <= lastDay; day++)
        {
            foreach (var shift in ShiftsOf((int)day))
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

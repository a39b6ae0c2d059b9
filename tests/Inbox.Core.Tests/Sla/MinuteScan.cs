using Inbox.Core.Sla;
using NodaTime;

namespace Inbox.Core.Tests.Sla;

/// <summary>
/// The rules of working time in their plainest form: look at the wall clock at every minute. Slow, and right for zones
/// whose offsets are whole minutes.
/// </summary>
internal sealed class MinuteScan(
    string timeZone,
    IReadOnlyCollection<Shift> shifts,
    IReadOnlyCollection<DateOnly> holidays,
    IReadOnlyDictionary<DateOnly, IReadOnlyList<Shift>> exceptions)
{
    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[timeZone];

    public bool IsOpen(DateTimeOffset at)
    {
        var wall = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime.ToDateTimeUnspecified();
        return StandsIn(DateOnly.FromDateTime(wall), wall.TimeOfDay)
            || StandsIn(DateOnly.FromDateTime(wall.AddDays(-1)), wall.TimeOfDay + TimeSpan.FromDays(1));
    }

    /// <summary>The working time up to <paramref name="end"/>, and the earliest moment at which half of it had passed.</summary>
    public (TimeSpan Worked, DateTimeOffset HalfTime) Scan(DateTimeOffset start, DateTimeOffset end)
    {
        var open = OpenParts(start, end).ToList();
        var worked = open.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.To - part.From));
        var left = worked / 2;
        foreach (var (from, to) in open)
        {
            if (left <= to - from)
            {
                return (worked, from + left);
            }

            left -= to - from;
        }

        return (worked, start);
    }

    public DateTimeOffset? NextOpening(DateTimeOffset start, DateTimeOffset end)
    {
        var parts = OpenParts(start, end).Take(1).ToList();
        return parts.Count == 0 ? null : parts[0].From;
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> OpenParts(DateTimeOffset start, DateTimeOffset end)
    {
        var minute = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute));
        for (; minute < end; minute = minute.AddMinutes(1))
        {
            if (IsOpen(minute))
            {
                var to = minute.AddMinutes(1);
                yield return (minute < start ? start : minute, to > end ? end : to);
            }
        }
    }

    private bool StandsIn(DateOnly day, TimeSpan sinceMidnight) =>
        StartingOn(day).Any(shift => sinceMidnight >= TimeSpan.FromMinutes(shift.FromMinute) && sinceMidnight < TimeSpan.FromMinutes(shift.ToMinute));

    private IEnumerable<Shift> StartingOn(DateOnly day) =>
        exceptions.TryGetValue(day, out var own) ? own
        : holidays.Contains(day) ? []
        : shifts.Where(shift => shift.Day == day.DayOfWeek);
}

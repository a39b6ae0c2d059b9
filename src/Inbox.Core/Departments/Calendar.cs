using Inbox.Core.Settings;

namespace Inbox.Core.Departments;

/// <summary>Working hours with time zone and holidays.</summary>
public sealed class Calendar : ISetting
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>IANA id, e.g. <c>Europe/London</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary><c>{"monday":["09:00-12:30","13:30-17:00"]}</c></summary>
    public required Dictionary<string, string[]> Hours { get; set; }

    public List<Holiday> Holidays { get; set; } = [];

    /// <summary>Dates with hours of their own.</summary>
    public List<OpenDay> Exceptions { get; set; } = [];

    /// <summary>Counts the changes that move clocks; each clock knows by which it was reckoned.</summary>
    public int HoursVersion { get; private set; }

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }

    public CalendarHours Times() => new(TimeZone, Hours, Holidays, Exceptions);

    /// <summary>Takes other hours; what it replaces is kept for the clocks that ran by it.</summary>
    public EarlierHours Replace(CalendarHours times, DateTimeOffset now)
    {
        var earlier = new EarlierHours { CalendarId = Id, Version = HoursVersion, Times = Times(), ReplacedAt = now };
        Write(times);
        HoursVersion++;
        return earlier;
    }

    /// <summary>Takes hours that move no clock: those of a new calendar, or the same with other names.</summary>
    public void Write(CalendarHours times) =>
        (TimeZone, Hours, Holidays, Exceptions) = (times.TimeZone, times.Hours, times.Holidays, times.Exceptions);
}

/// <summary>No shift starts on this date.</summary>
public sealed record Holiday(DateOnly Date, string? Name = null);

/// <summary>A single date with hours of its own, whatever weekday or holiday it is: a half day, a Sunday before Christmas.</summary>
/// <param name="Hours">As in <see cref="Sla.WeeklyHours"/>.</param>
public sealed record OpenDay(DateOnly Date, string[] Hours, string? Name = null);

/// <summary>What a calendar said before it was edited, kept until every clock that ran by it is recomputed.</summary>
public sealed class EarlierHours
{
    public required long CalendarId { get; init; }

    public required int Version { get; init; }

    public required CalendarHours Times { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }
}

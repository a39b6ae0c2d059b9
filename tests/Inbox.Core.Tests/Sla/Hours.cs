using System.Globalization;
using Inbox.Core.Sla;

namespace Inbox.Core.Tests.Sla;

/// <summary>Calendars and moments, written short.</summary>
internal static class Hours
{
    public static readonly DayOfWeek[] Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    /// <summary>The same hours on several days; an end beyond 24 is on the next day.</summary>
    public static IEnumerable<Shift> On(IEnumerable<DayOfWeek> days, double fromHour, double toHour) =>
        days.Select(day => new Shift(day, (int)(fromHour * 60), (int)(toHour * 60)));

    public static WorkingTime Calendar(string zone, IEnumerable<Shift> shifts, params string[] holidays) =>
        new(zone, shifts, holidays.Select(date => DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    public static WorkingTime Office(string zone = "Europe/London", params string[] holidays) =>
        Calendar(zone, On(Weekdays, 9, 17), holidays);

    /// <summary>An ISO moment; without an offset it is UTC.</summary>
    public static DateTimeOffset At(string iso) =>
        DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

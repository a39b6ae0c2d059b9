using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace Inbox.Core.Departments;

/// <summary>
/// The holidays of an iCalendar file (RFC 5545): its all-day events, those that come every year for the years asked for.
/// Pure; the file comes from outside, so all of it is bounded.
/// </summary>
/// <param name="Holidays">By date, each date once.</param>
/// <param name="LeftOut">Events that are no holidays: with a time of day, cancelled, or repeated otherwise than yearly.</param>
public sealed record HolidayFile(IReadOnlyList<Holiday> Holidays, int LeftOut)
{
    /// <summary>Bytes of a file that are read.</summary>
    public const int LargestFile = 1_000_000;

    private const int MostEvents = 5_000;
    private const int MostHolidays = 1_000;
    private const int LongestEvent = 31;

    /// <param name="text">The file.</param>
    /// <param name="firstYear">Holidays before are left out.</param>
    /// <param name="lastYear">Events that come every year are written out up to this one.</param>
    public static Result<HolidayFile> Read(string text, int firstYear, int lastYear)
    {
        if (!text.AsSpan().TrimStart('\uFEFF').TrimStart().StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
        {
            return Unreadable("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.");
        }

        try
        {
            var events = CalendarCollection.Load(text).SelectMany(c => c.Events).Take(MostEvents + 1).ToList();
            if (events.Count > MostEvents)
            {
                return Unreadable("This file holds more than 5,000 events. Give one that holds holidays only.");
            }

            var (whole, others) = (events.FindAll(IsHoliday), events.Count(e => !IsHoliday(e)));
            var days = whole.SelectMany(e => Days(e, firstYear, lastYear)).Take((MostHolidays * 10) + 1)
                .DistinctBy(h => h.Date).OrderBy(h => h.Date).ToList();
            return days.Count > MostHolidays
                ? Unreadable("This file holds more than 1,000 days. Give one that holds holidays only.")
                : new HolidayFile(days, others);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // The reader of the library throws many kinds, all meaning the same to a person.
            return Unreadable("This iCalendar file cannot be read: " + Words.Cut(Words.OneLine(e.Message), 200));
        }
    }

    private static Error Unreadable(string why) => new(ErrorKind.Invalid, "unreadable_calendar_file", why);

    private static bool IsHoliday(CalendarEvent e) =>
        e is { IsAllDay: true, Start: not null, RecurrenceRule: null or { Frequency: FrequencyType.Yearly } }
        && !string.Equals(e.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Holiday> Days(CalendarEvent e, int firstYear, int lastYear)
    {
        var name = string.IsNullOrWhiteSpace(e.Summary) ? null : Words.Cut(Words.OneLine(Words.Storable(e.Summary)), 80);
        var length = e.End is { } end ? Math.Clamp(end.Date.DayNumber - e.Start!.Date.DayNumber, 1, LongestEvent) : 1;

        // An event that began at the end of December reaches into the first year.
        var from = new DateOnly(firstYear, 1, 1).AddDays(-LongestEvent);
        return e.GetOccurrences(new CalDateTime(from))
            .Select(o => o.Period.StartTime.Date)
            .TakeWhile(d => d.Year <= lastYear)
            .SelectMany(d => Enumerable.Range(0, length).Select(d.AddDays))
            .Where(d => d.Year >= firstYear && d.Year <= lastYear)
            .Select(d => new Holiday(d, name));
    }
}

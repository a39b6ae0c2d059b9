using System.Text.Json;
using Inbox.Core.Data.Mapping;
using Inbox.Core.Settings;
using Inbox.Core.Sla;

namespace Inbox.Core.Departments;

/// <summary>All of a calendar that moves clocks.</summary>
public sealed record CalendarHours(string TimeZone, Dictionary<string, string[]> Hours, List<Holiday> Holidays, List<OpenDay> Exceptions)
{
    private const int MostHolidays = 1000;
    private const int MostExceptions = 300;
    private const int LongestName = 80;

    /// <summary>Around the clock where the hours cannot be read.</summary>
    public WorkingTime ToWorkingTime() => WeeklyHours.TryParse(Hours, out var shifts, out _)
        ? new WorkingTime(TimeZone, shifts, Holidays.Select(h => h.Date), Exceptions.ToDictionary(e => e.Date, ShiftsOf))
        : WorkingTime.AroundTheClock;

    /// <summary>Hours in one way of writing and dates in order, so that equal calendars are written equally.</summary>
    public CalendarHours Tidy() => WeeklyHours.TryParse(Hours, out var shifts, out var error)
        ? new CalendarHours(
            TimeZone.Trim(),
            WeeklyHours.Format(shifts).ToDictionary(StringComparer.Ordinal),
            [.. Holidays.DistinctBy(h => h.Date).OrderBy(h => h.Date).Select(h => h with { Name = SettingsRules.OrNull(h.Name) })],
            [.. Exceptions.OrderBy(e => e.Date).Select(e => e with { Hours = [.. ShiftsOf(e).Select(WeeklyHours.Format)], Name = SettingsRules.OrNull(e.Name) })])
        : throw new InvalidOperationException(error);

    /// <summary>Whether both count time alike; names of holidays tell people something, not clocks.</summary>
    public bool CountsAs(CalendarHours other) => Nameless() == other.Nameless();

    /// <summary>Tells each problem with the field it belongs to: <c>TimeZone</c>, <c>Hours[monday]</c>, <c>Hours</c>, <c>Holidays[0]</c>, <c>Exceptions[0]</c>.</summary>
    public void Check(Action<string, string> wrong)
    {
        if (!WorkingTime.IsTimeZone(TimeZone.Trim()))
        {
            wrong(nameof(TimeZone), "This is not a time zone. Choose one from the list, for example Europe/London.");
        }

        CheckWeek(wrong);
        CheckDates(wrong);
    }

    /// <summary>Each day by itself first, so that every wrong one shows beside its field.</summary>
    private void CheckWeek(Action<string, string> wrong)
    {
        var daysAreRight = true;
        foreach (var (day, intervals) in Hours)
        {
            if (!WeeklyHours.TryParse(new Dictionary<string, string[]>(StringComparer.Ordinal) { [day] = intervals }, out _, out var problem))
            {
                wrong($"Hours[{day}]", problem);
                daysAreRight = false;
            }
        }

        if (daysAreRight && !WeeklyHours.TryParse(Hours, out _, out var error))
        {
            wrong(nameof(Hours), error);
        }
        else if (daysAreRight && Hours.Values.All(d => d is null or []) && Exceptions.TrueForAll(e => e.Hours.Length == 0))
        {
            wrong(nameof(Hours), "Give the hours of at least one day: where nobody ever works, no promise ever falls due.");
        }
    }

    private void CheckDates(Action<string, string> wrong)
    {
        if (Holidays.Count > MostHolidays || Exceptions.Count > MostExceptions)
        {
            wrong(Holidays.Count > MostHolidays ? nameof(Holidays) : nameof(Exceptions), "These are too many: keep it under 1,000 holidays and 300 dates with hours of their own. Those of past years can go.");
            return;
        }

        for (var i = 0; i < Holidays.Count; i++)
        {
            CheckDate($"Holidays[{i}]", Holidays[i].Date, Holidays[i].Name, wrong);
        }

        for (var i = 0; i < Exceptions.Count; i++)
        {
            var (date, hours, name) = Exceptions[i];
            CheckDate($"Exceptions[{i}]", date, name, wrong);
            if (!WeeklyHours.TryParse(date, hours, out _, out var error))
            {
                wrong($"Exceptions[{i}]", error);
            }
            else if (Exceptions.Take(i).Any(e => e.Date == date))
            {
                wrong($"Exceptions[{i}]", $"{date:yyyy-MM-dd} is given twice: write all its intervals in one place.");
            }
        }
    }

    private static void CheckDate(string field, DateOnly date, string? name, Action<string, string> wrong)
    {
        if (date.Year is < WorkingTime.FirstYear or > WorkingTime.LastYear)
        {
            wrong(field, $"Give a date in the years {WorkingTime.FirstYear} to {WorkingTime.LastYear}.");
        }

        if (name?.Length > LongestName || !SettingsRules.IsStorable(name))
        {
            wrong(field, "Keep the name under 80 plain characters.");
        }
    }

    private string Nameless()
    {
        // What was stored by hand may not be readable; then it differs from all that is.
        var tidy = WeeklyHours.TryParse(Hours, out _, out _) ? Tidy() : this;
        return JsonSerializer.Serialize(
            tidy with { Holidays = tidy.Holidays.ConvertAll(h => h with { Name = null }), Exceptions = tidy.Exceptions.ConvertAll(e => e with { Name = null }) },
            Json.Options);
    }

    private static IReadOnlyList<Shift> ShiftsOf(OpenDay day) =>
        WeeklyHours.TryParse(day.Date, day.Hours, out var shifts, out var error) ? shifts : throw new InvalidOperationException(error);
}

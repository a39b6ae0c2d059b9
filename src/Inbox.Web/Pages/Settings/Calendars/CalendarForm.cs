using System.Globalization;
using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Calendars;

/// <summary>A calendar as it is typed.</summary>
public sealed class CalendarForm
{
    public static IReadOnlyList<string> Days { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public int Revision { get; set; }

    public string? Name { get; set; }

    public string? TimeZone { get; set; } = "Europe/London";

    /// <summary>From Monday on.</summary>
    public List<DayRow> Week { get; set; } = [.. Days.Select(d => new DayRow { Day = d })];

    public List<HolidayRow> Holidays { get; set; } = [];

    public List<ExceptionRow> Exceptions { get; set; } = [];

    public CalendarTry Try { get; set; } = new();

    /// <summary>What most offices start from.</summary>
    public static CalendarForm New() => new()
    {
        Week = [.. Days.Select(d => new DayRow { Day = d, Open = d is "saturday" or "sunday" ? [] : [new() { From = "09:00", To = "17:00" }] })],
    };

    public static CalendarForm Of(Inbox.Core.Departments.Calendar calendar)
    {
        var times = calendar.Times().Tidy();
        return new CalendarForm
        {
            Revision = calendar.Revision,
            Name = calendar.Name,
            TimeZone = calendar.TimeZone,
            Week = [.. Days.Select(d => new DayRow { Day = d, Open = [.. times.Hours[d].Select(IntervalRow.Of)] })],
            Holidays = times.Holidays.ConvertAll(h => new HolidayRow { Date = Text(h.Date), Name = h.Name }),
            Exceptions = times.Exceptions.ConvertAll(e => new ExceptionRow { Date = Text(e.Date), Hours = string.Join(", ", e.Hours), Name = e.Name }),
        };
    }

    /// <summary>What was typed; rows that hold nothing are left out, also of the form, so that problems find their row.</summary>
    /// <param name="wrong">Told the field of the form and what is wrong with it.</param>
    public CalendarHours Read(Action<string, string> wrong)
    {
        foreach (var day in Week)
        {
            day.Open.RemoveAll(i => string.IsNullOrWhiteSpace(i.From + i.To));
        }

        Holidays.RemoveAll(h => string.IsNullOrWhiteSpace(h.Date + h.Name));
        Exceptions.RemoveAll(e => string.IsNullOrWhiteSpace(e.Date + e.Hours + e.Name));
        return new CalendarHours(
            TimeZone ?? "",
            Week.ToDictionary(d => d.Day, d => d.Open.Select(i => i.Text).ToArray(), StringComparer.Ordinal),
            [.. Holidays.Select((h, i) => new Holiday(DateOf(h.Date, $"Holidays[{i}]", wrong), h.Name))],
            [.. Exceptions.Select((e, i) => new OpenDay(DateOf(e.Date, $"Exceptions[{i}]", wrong), HoursOf(e, $"Exceptions[{i}]", wrong), e.Name))]);
    }

    /// <summary>Where the form shows a problem of <see cref="CalendarHours"/>.</summary>
    public static string FieldOf(string field) =>
        Array.FindIndex([.. Days], d => field == $"Hours[{d}]") is var day and >= 0 ? $"Input.Week[{day}]" : "Input." + field;

    internal static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly DateOf(string? typed, string field, Action<string, string> wrong)
    {
        if (DateOnly.TryParseExact(typed?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        wrong(field, string.IsNullOrWhiteSpace(typed) ? "Give the date." : $"“{typed}” is not a date. Write it like 2026-12-25.");
        return new DateOnly(WorkingTime.FirstYear, 1, 1);
    }

    private static string[] HoursOf(ExceptionRow row, string field, Action<string, string> wrong)
    {
        var hours = Choices.Split(row.Hours);
        if (hours.Length == 0)
        {
            wrong(field, "Give the hours of this date, like 09:00-12:00. A day on which nobody works is a holiday.");
        }

        return hours;
    }
}

public sealed class DayRow
{
    public string Day { get; set; } = "";

    public List<IntervalRow> Open { get; set; } = [];

    public string Title => char.ToUpperInvariant(Day[0]) + Day[1..];
}

public sealed class IntervalRow
{
    public string? From { get; set; }

    public string? To { get; set; }

    public string Text => $"{From?.Trim()}-{To?.Trim()}";

    public static IntervalRow Of(string interval) => new() { From = interval.Split('-')[0], To = interval.Split('-')[1] };
}

public sealed class HolidayRow
{
    public string? Date { get; set; }

    public string? Name { get; set; }
}

public sealed class ExceptionRow
{
    public string? Date { get; set; }

    /// <summary>Intervals with commas between.</summary>
    public string? Hours { get; set; }

    public string? Name { get; set; }
}

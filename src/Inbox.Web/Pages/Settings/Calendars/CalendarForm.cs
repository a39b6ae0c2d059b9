using System.Globalization;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Calendars;

/// <summary>A calendar as it is typed.</summary>
public sealed class CalendarForm
{
    private const string DateFormat = "yyyy-MM-dd";

    public int Revision { get; set; }

    public string? Name { get; set; }

    public string? TimeZone { get; set; } = "Europe/London";

    /// <summary>By day: intervals with commas between.</summary>
    public Dictionary<string, string?> Hours { get; set; } =
        EditModel.Days.ToDictionary(d => d, d => d is "saturday" or "sunday" ? null : "09:00-17:00", StringComparer.Ordinal);

    public string? Holidays { get; set; }

    public string? TryPromise { get; set; } = "4h";

    public DayOfWeek TryDay { get; set; } = DayOfWeek.Friday;

    public string? TryTime { get; set; } = "16:30";

    public static CalendarForm Of(Inbox.Core.Departments.Calendar calendar) => new()
    {
        Revision = calendar.Revision,
        Name = calendar.Name,
        TimeZone = calendar.TimeZone,
        Hours = EditModel.Days.ToDictionary(
            d => d,
            d => (string?)string.Join(", ", calendar.Hours.FirstOrDefault(h => string.Equals(h.Key, d, StringComparison.OrdinalIgnoreCase)).Value ?? []),
            StringComparer.Ordinal),
        Holidays = string.Join('\n', calendar.Holidays.Order().Select(d => d.ToString(DateFormat, CultureInfo.InvariantCulture))),
    };

    public Dictionary<string, string[]> ReadHours() =>
        EditModel.Days.ToDictionary(d => d, d => Choices.Split(Hours.GetValueOrDefault(d)), StringComparer.Ordinal);

    public List<DateOnly> ReadHolidays(Action<string> wrong)
    {
        var days = new List<DateOnly>();
        foreach (var typed in Choices.Split(Holidays))
        {
            if (DateOnly.TryParseExact(typed, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
            else
            {
                wrong($"“{typed}” is not a date. Write it like 2026-12-25.");
            }
        }

        return days;
    }

    /// <summary>When a promise made on the next such day falls due, or what is missing to know.</summary>
    public string Try(DateTimeOffset now)
    {
        if (!WorkingTime.IsTimeZone(TimeZone?.Trim() ?? ""))
        {
            return "is due once you choose a time zone.";
        }

        if (!WeeklyHours.TryParse(ReadHours(), out var shifts, out var error))
        {
            return error;
        }

        if (!TargetText.TryParse(TryPromise, out var minutes) || minutes is null)
        {
            return TargetText.Help;
        }

        if (!TimeOnly.TryParseExact(TryTime, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return "Write the time like 16:30.";
        }

        var calendar = new WorkingTime(TimeZone!.Trim(), shifts, ReadHolidays(_ => { }));
        var today = calendar.ToLocal(now).Date;
        var made = today.AddDays(((int)TryDay - (int)today.DayOfWeek + 7) % 7) + at.ToTimeSpan();
        var due = calendar.Add(calendar.FromLocal(made), TimeSpan.FromMinutes(minutes.Value));
        return due == WorkingTime.Never
            ? "is never due: nobody ever works."
            : string.Create(CultureInfo.InvariantCulture, $"is due {calendar.ToLocal(due):dddd d MMMM yyyy, HH:mm}");
    }
}

using System.Globalization;
using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Calendars;

/// <summary>A promise to try the hours with before they are saved.</summary>
public sealed class CalendarTry
{
    public string? Promise { get; set; } = "4h";

    public DayOfWeek Day { get; set; } = DayOfWeek.Friday;

    /// <summary>A certain date instead of the next such weekday.</summary>
    public string? Date { get; set; }

    public string? Time { get; set; } = "16:30";

    /// <summary>When the promise falls due, or what is missing to know.</summary>
    public string Due(CalendarForm form, DateTimeOffset now)
    {
        var problems = new List<string>();
        var times = form.Read((_, problem) => problems.Add(problem));
        times.Check((_, problem) => problems.Add(problem));
        if (problems.Count > 0)
        {
            return problems[0];
        }

        if (!TargetText.TryParse(Promise, out var minutes) || minutes is null)
        {
            return TargetText.Help;
        }

        if (!TimeOnly.TryParseExact(Time, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return "Write the time like 16:30.";
        }

        var hours = times.ToWorkingTime();
        if (MadeOn(hours.ToLocal(now).Date) is not { } day)
        {
            return "Write the date like 2026-12-24, or leave it blank.";
        }

        var made = hours.FromLocal(day + at.ToTimeSpan());
        var due = hours.Add(made, TimeSpan.FromMinutes(minutes.Value));
        return due == WorkingTime.Never
            ? "is never due: nobody ever works."
            : string.Create(CultureInfo.InvariantCulture, $"is due {hours.ToLocal(due):dddd d MMMM yyyy, HH:mm}");
    }

    private DateTime? MadeOn(DateTime today) =>
        string.IsNullOrWhiteSpace(Date) ? today.AddDays(((int)Day - (int)today.DayOfWeek + 7) % 7)
        : DateTime.TryParseExact(Date.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= WorkingTime.FirstYear and <= WorkingTime.LastYear ? date
        : null;
}

using Inbox.Core.Notifications;

namespace Inbox.Web.Pages.Account;

/// <summary>How a person says when they may be disturbed.</summary>
public sealed class QuietForm
{
    public QuietBy By { get; set; }

    public long? CalendarId { get; set; }

    /// <summary>Of a week of one's own: the days, all with the same hours.</summary>
    public DayOfWeek[] Days { get; set; } = [];

    public string From { get; set; } = "08:00";

    public string To { get; set; } = "18:00";

    public string TimeZone { get; set; } = "";

    /// <summary>The form of what is stored; working days in the zone given while nothing is.</summary>
    public static QuietForm Of(QuietHours? stored, string zone)
    {
        var form = new QuietForm { Days = [.. Enum.GetValues<DayOfWeek>().Where(d => d is not (DayOfWeek.Saturday or DayOfWeek.Sunday))], TimeZone = zone };
        if (stored is { CalendarId: { } calendar })
        {
            (form.By, form.CalendarId) = (QuietBy.Calendar, calendar);
        }
        else if (stored is { Hours: { } hours, TimeZone: { } own })
        {
            (form.By, form.TimeZone) = (QuietBy.Own, own);
            form.Days = [.. Enum.GetValues<DayOfWeek>().Where(d => hours.TryGetValue(KeyOf(d), out var shifts) && shifts.Length > 0)];
            if (hours.Values.FirstOrDefault(shifts => shifts.Length > 0)?[0].Split('-') is [var from, var to])
            {
                (form.From, form.To) = (from, to);
            }
        }

        return form;
    }

    public SaveNotificationChoices.Reachable? Chosen() => By switch
    {
        QuietBy.Calendar => new SaveNotificationChoices.Reachable(CalendarId ?? 0, Hours: null, TimeZone: null),
        QuietBy.Own => new SaveNotificationChoices.Reachable(CalendarId: null, Days.Distinct().ToDictionary(KeyOf, _ => new[] { $"{From}-{To}" }, StringComparer.Ordinal), TimeZone),
        _ => null,
    };

    private static string KeyOf(DayOfWeek day) => day.ToString().ToLowerInvariant();
}

/// <summary>What decides when it is quiet.</summary>
public enum QuietBy { Never, Calendar, Own }

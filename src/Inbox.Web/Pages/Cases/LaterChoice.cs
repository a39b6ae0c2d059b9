using System.Globalization;

namespace Inbox.Web.Pages.Cases;

/// <summary>A time that "Send later" offers, in the zone the department works in.</summary>
internal sealed record LaterChoice(string Words, DateTimeOffset At)
{
    private const int Morning = 9;

    public static IReadOnlyList<LaterChoice> Of(DateTimeOffset now, string? zoneId)
    {
        var zone = zoneId is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var found) ? found : TimeZoneInfo.Utc;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7 is var days and > 0 ? days : 7);
        var choices = new List<LaterChoice>();
        if (TimeZoneInfo.ConvertTime(now, zone).Hour < Morning)
        {
            choices.Add(new LaterChoice("Today 9:00", MorningOf(today, zone)));
        }

        choices.Add(new LaterChoice("Tomorrow 9:00", MorningOf(today.AddDays(1), zone)));
        if (monday != today.AddDays(1))
        {
            choices.Add(new LaterChoice(string.Create(CultureInfo.InvariantCulture, $"Monday, {monday:d MMM} 9:00"), MorningOf(monday, zone)));
        }

        return choices;
    }

    public static string ZoneName(string? zoneId) => zoneId ?? "UTC";

    /// <summary>No zone skips nine in the morning, so the local time exists.</summary>
    private static DateTimeOffset MorningOf(DateTime day, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(day.AddHours(Morning), DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

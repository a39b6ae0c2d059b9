using Inbox.Core.Sla;

namespace Inbox.Core.Notifications;

/// <summary>When a person may be reached, and in which zone their day runs.</summary>
/// <param name="Hours">Outside of them it is quiet.</param>
/// <param name="Zone">The zone of the morning, and of the times in a mail.</param>
internal sealed record MailTimes(WorkingTime Hours, TimeZoneInfo Zone)
{
    private const int Morning = 8;

    /// <summary>When a notification goes out by mail. Pure; the same however often it is asked.</summary>
    /// <param name="told">When it was told.</param>
    /// <param name="pace">As the person chose.</param>
    public DateTimeOffset Due(DateTimeOffset told, MailPace pace) => Reachable(pace switch
    {
        MailPace.AtOnce => told,
        MailPace.Hourly => FullHour(told),
        MailPace.Daily => NextMorning(told),
        _ => throw new ArgumentOutOfRangeException(nameof(pace), pace, "Not mailed at all."),
    });

    /// <summary>The moment itself, or the end of the quiet that it lies in. Hours that never begin are none.</summary>
    public DateTimeOffset Reachable(DateTimeOffset at) => Hours.NextOpening(at) ?? at;

    private static DateTimeOffset FullHour(DateTimeOffset at) =>
        new(((at.UtcTicks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour) * TimeSpan.TicksPerHour, TimeSpan.Zero);

    private DateTimeOffset NextMorning(DateTimeOffset at)
    {
        var today = TimeZoneInfo.ConvertTime(at, Zone).Date.AddHours(Morning);
        var morning = Utc(today);
        return morning >= at ? morning : Utc(today.AddDays(1));
    }

    private DateTimeOffset Utc(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
}

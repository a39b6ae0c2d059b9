using Inbox.Core.Notifications;
using Inbox.Core.Sla;

namespace Inbox.Core.Tests.Notifications;

public sealed class MailTimesTests
{
    // Monday to Friday, nine to half past five, in London: in summer an hour ahead of UTC.
    private static readonly MailTimes Office = new(
        new WorkingTime("Europe/London", Enum.GetValues<DayOfWeek>().Where(d => d is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(d => new Shift(d, 9 * 60, 17 * 60 + 30)), []),
        TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    private static readonly MailTimes Always = Office with { Hours = WorkingTime.AroundTheClock };

    [Theory]
    [InlineData(MailPace.AtOnce, "2026-11-02T22:13:00Z", "2026-11-02T22:13:00Z")]
    [InlineData(MailPace.Hourly, "2026-11-02T22:13:00Z", "2026-11-02T23:00:00Z")]
    [InlineData(MailPace.Hourly, "2026-11-02T22:00:00Z", "2026-11-02T22:00:00Z")]
    [InlineData(MailPace.Daily, "2026-11-02T07:59:59Z", "2026-11-02T08:00:00Z")]
    [InlineData(MailPace.Daily, "2026-11-02T08:00:01Z", "2026-11-03T08:00:00Z")]
    [InlineData(MailPace.Daily, "2026-07-01T06:30:00Z", "2026-07-01T07:00:00Z")]
    // Clocks go back in the night to the 25th: the morning comes 25 hours after the one before.
    [InlineData(MailPace.Daily, "2026-10-24T07:30:00Z", "2026-10-25T08:00:00Z")]
    public void Mail_leaves_at_its_pace(MailPace pace, string told, string due) => Due(Always, told, pace).ShouldBe(At(due));

    [Theory]
    [InlineData(MailPace.AtOnce, "2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z")]
    [InlineData(MailPace.AtOnce, "2026-11-03T17:30:00Z", "2026-11-04T09:00:00Z")]
    [InlineData(MailPace.AtOnce, "2026-11-06T20:00:00Z", "2026-11-09T09:00:00Z")]
    [InlineData(MailPace.Hourly, "2026-11-03T16:45:00Z", "2026-11-03T17:00:00Z")]
    [InlineData(MailPace.Hourly, "2026-11-03T17:10:00Z", "2026-11-04T09:00:00Z")]
    [InlineData(MailPace.Daily, "2026-11-06T12:00:00Z", "2026-11-09T09:00:00Z")]
    public void Mail_waits_until_the_quiet_ends(MailPace pace, string told, string due) => Due(Office, told, pace).ShouldBe(At(due));

    [Fact]
    public void Hours_that_never_begin_keep_nothing_back()
    {
        var never = Office with { Hours = new WorkingTime("Europe/London", [], []) };

        Due(never, "2026-11-03T22:00:00Z", MailPace.AtOnce).ShouldBe(At("2026-11-03T22:00:00Z"));
    }

    private static DateTimeOffset Due(MailTimes times, string told, MailPace pace) => times.Due(At(told), pace);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

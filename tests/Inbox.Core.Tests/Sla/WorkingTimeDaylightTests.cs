using Inbox.Core.Sla;
using static Inbox.Core.Tests.Sla.Hours;

namespace Inbox.Core.Tests.Sla;

/// <summary>Days that are not 24 hours long, and days that are not there; moments from the zones' published rules.</summary>
public sealed class WorkingTimeDaylightTests
{
    [Theory]
    // Clocks go forward and back at night in London and New York, by half an hour on Lord Howe.
    [InlineData("Europe/London", "2026-03-29T00:00+00:00", "2026-03-30T00:00+01:00", 23)]
    [InlineData("Europe/London", "2026-10-25T00:00+01:00", "2026-10-26T00:00+00:00", 25)]
    [InlineData("America/New_York", "2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00", 23)]
    [InlineData("America/New_York", "2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00", 25)]
    [InlineData("Australia/Lord_Howe", "2026-04-05T00:00+11:00", "2026-04-06T00:00+10:30", 24.5)]
    [InlineData("Australia/Lord_Howe", "2026-10-04T00:00+10:30", "2026-10-05T00:00+11:00", 23.5)]
    // Midnight itself was skipped in Brazil: the day began at 01:00.
    [InlineData("America/Sao_Paulo", "2018-11-04T01:00-02:00", "2018-11-05T00:00-02:00", 23)]
    // Nepal moved from +05:30 to +05:45 with the year 1986.
    [InlineData("Asia/Kathmandu", "1986-01-01T00:15+05:45", "1986-01-02T00:00+05:45", 23.75)]
    public void A_whole_day_has_the_hours_of_its_clock(string zone, string midnight, string nextMidnight, double hours)
    {
        var wholeDays = Calendar(zone, On(EveryDay, 0, 24));

        wholeDays.Between(At(midnight), At(nextMidnight)).ShouldBe(TimeSpan.FromHours(hours));
        wholeDays.Add(At(midnight), TimeSpan.FromHours(hours)).ShouldBe(At(nextMidnight));
    }

    [Theory]
    [InlineData("2026-03-28T22:00+00:00", "2026-03-29T06:00+01:00", 7)]
    [InlineData("2026-10-24T22:00+01:00", "2026-10-25T06:00+00:00", 9)]
    public void A_night_shift_works_the_hours_that_pass(string from, string to, double hours)
    {
        var nights = Calendar("Europe/London", On([DayOfWeek.Saturday], 22, 30));

        nights.NextOpening(At(from).AddDays(-3)).ShouldBe(At(from));
        nights.Add(At(from), TimeSpan.FromHours(hours)).ShouldBe(At(to));
        nights.Between(At(from).AddDays(-2), At(to).AddDays(2)).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void A_shift_that_starts_in_a_skipped_hour_starts_when_the_clock_goes_on()
    {
        var calendar = Calendar("Europe/London", On(EveryDay, 1.5, 4));

        calendar.NextOpening(At("2026-03-29T00:00Z")).ShouldBe(At("2026-03-29T02:00+01:00"));
        calendar.Between(At("2026-03-29T00:00Z"), At("2026-03-29T12:00Z")).ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public void A_shift_inside_a_skipped_hour_does_not_happen()
    {
        var calendar = Calendar("Europe/London", On(EveryDay, 1.25, 1.75));

        calendar.Add(At("2026-03-29T00:00Z"), TimeSpan.FromMinutes(30)).ShouldBe(At("2026-03-30T01:45+01:00"));
    }

    [Fact]
    public void A_shift_inside_a_repeated_hour_happens_twice()
    {
        var calendar = Calendar("Europe/London", On(EveryDay, 1.25, 1.75));

        calendar.IsOpen(At("2026-10-25T01:30+01:00")).ShouldBeTrue();
        calendar.IsOpen(At("2026-10-25T01:00+00:00")).ShouldBeFalse();
        calendar.IsOpen(At("2026-10-25T01:30+00:00")).ShouldBeTrue();
        calendar.Between(At("2026-10-25T00:00+01:00"), At("2026-10-26T00:00Z")).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_day_that_a_zone_skipped_has_no_hours()
    {
        // Samoa crossed the date line: Thursday 2011-12-29 (-10:00) was followed by Saturday the 31st (+14:00).
        var calendar = Office("Pacific/Apia");

        calendar.Add(At("2011-12-29T16:00-10:00"), TimeSpan.FromHours(2)).ShouldBe(At("2012-01-02T10:00+14:00"));
        calendar.Between(At("2011-12-29T12:00-10:00"), At("2012-01-02T12:00+14:00")).ShouldBe(TimeSpan.FromHours(8));
        Calendar("Pacific/Apia", On(EveryDay, 0, 24))
            .Between(At("2011-12-29T00:00-10:00"), At("2012-01-01T00:00+14:00")).ShouldBe(TimeSpan.FromHours(48));
    }

    [Theory]
    // Nine in the morning keeps its place on the wall when the offset changes overnight.
    [InlineData("Europe/London", "2026-03-27T16:00+00:00", "2026-03-30T10:00+01:00")]
    [InlineData("America/St_Johns", "2026-10-30T16:00-02:30", "2026-11-02T10:00-03:30")]
    [InlineData("Pacific/Chatham", "2026-04-03T16:00+13:45", "2026-04-06T10:00+12:45")]
    [InlineData("Africa/Casablanca", "2026-02-13T16:00+01:00", "2026-02-16T10:00+00:00")]
    [InlineData("Asia/Tehran", "2021-09-21T16:00+04:30", "2021-09-22T10:00+03:30")]
    public void Office_hours_follow_the_wall_clock_across_a_change(string zone, string start, string due)
    {
        Office(zone).Add(At(start), TimeSpan.FromHours(2)).ShouldBe(At(due));
    }
}

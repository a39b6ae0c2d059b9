using Inbox.Core.Sla;
using static Inbox.Core.Tests.Sla.Hours;

namespace Inbox.Core.Tests.Sla;

public sealed class WorkingTimeTests
{
    // 2026-06-01 is a Monday; London is an hour ahead of UTC.
    [Theory]
    [InlineData("2026-06-01T10:00+01:00", 4, "2026-06-01T14:00+01:00")]
    [InlineData("2026-06-01T16:00+01:00", 4, "2026-06-02T12:00+01:00")]
    [InlineData("2026-06-01T07:00+01:00", 1, "2026-06-01T10:00+01:00")]
    [InlineData("2026-06-01T23:30+01:00", 1, "2026-06-02T10:00+01:00")]
    [InlineData("2026-06-05T16:30+01:00", 1, "2026-06-08T09:30+01:00")]
    [InlineData("2026-06-06T12:00+01:00", 8, "2026-06-08T17:00+01:00")]
    [InlineData("2026-06-01T09:00+01:00", 40, "2026-06-05T17:00+01:00")]
    [InlineData("2026-06-01T09:00+01:00", 41, "2026-06-08T10:00+01:00")]
    [InlineData("2026-06-01T01:00-07:00", 2, "2026-06-01T11:00+01:00")]
    public void Add_hours_to_an_office_week_lands_in_opening_hours(string start, double hours, string due)
    {
        var result = Office().Add(At(start), TimeSpan.FromHours(hours));

        result.ShouldBe(At(due));
        result.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Add_that_fills_a_shift_is_due_at_its_close()
    {
        Office().Add(At("2026-06-05T09:00+01:00"), TimeSpan.FromHours(8)).ShouldBe(At("2026-06-05T17:00+01:00"));
    }

    [Fact]
    public void Add_one_tick_more_than_a_shift_is_due_after_the_next_opening()
    {
        Office().Add(At("2026-06-05T09:00+01:00"), TimeSpan.FromHours(8) + TimeSpan.FromTicks(1))
            .ShouldBe(At("2026-06-08T09:00+01:00").AddTicks(1));
    }

    [Fact]
    public void Add_at_the_close_of_a_shift_counts_from_the_next_opening()
    {
        Office().Add(At("2026-06-05T17:00+01:00"), TimeSpan.FromMinutes(1)).ShouldBe(At("2026-06-08T09:01+01:00"));
    }

    [Theory]
    [InlineData("2026-06-01T12:00+01:00", 0, "2026-06-01T12:00+01:00")]
    [InlineData("2026-06-06T12:00+01:00", 0, "2026-06-08T09:00+01:00")]
    [InlineData("2026-06-06T12:00+01:00", -3, "2026-06-08T09:00+01:00")]
    public void Add_of_nothing_left_is_due_at_the_first_open_moment(string start, double hours, string due)
    {
        Office().Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(due));
    }

    [Fact]
    public void Add_and_between_keep_microseconds()
    {
        var start = At("2026-06-05T16:59:59.123456+01:00");
        var due = Office().Add(start, TimeSpan.FromSeconds(1));

        due.ShouldBe(At("2026-06-08T09:00:00.123456+01:00"));
        Office().Between(start, due).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("2026-06-01T10:00+01:00", "2026-06-01T12:30+01:00", 2.5)]
    [InlineData("2026-06-01T16:00+01:00", "2026-06-02T10:00+01:00", 2)]
    [InlineData("2026-06-05T17:00+01:00", "2026-06-08T09:00+01:00", 0)]
    [InlineData("2026-06-01T00:00+01:00", "2026-06-08T00:00+01:00", 40)]
    [InlineData("2026-06-02T10:00+01:00", "2026-06-01T10:00+01:00", 0)]
    [InlineData("2026-06-01T10:00+01:00", "2026-06-01T10:00+01:00", 0)]
    [InlineData("2026-12-31T16:00Z", "2027-01-01T10:00Z", 2)]
    public void Between_counts_only_opening_hours(string start, string end, double hours)
    {
        Office().Between(At(start), At(end)).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Theory]
    [InlineData("2026-06-01T08:59:59+01:00", false, "2026-06-01T09:00+01:00")]
    [InlineData("2026-06-01T09:00+01:00", true, "2026-06-01T09:00+01:00")]
    [InlineData("2026-06-01T16:59:59+01:00", true, "2026-06-01T16:59:59+01:00")]
    [InlineData("2026-06-01T17:00+01:00", false, "2026-06-02T09:00+01:00")]
    [InlineData("2026-06-06T12:00+01:00", false, "2026-06-08T09:00+01:00")]
    public void Opening_is_half_open_and_next_opening_is_now_when_open(string at, bool open, string next)
    {
        Office().IsOpen(At(at)).ShouldBe(open);
        Office().NextOpening(At(at)).ShouldBe(At(next));
    }

    [Fact]
    public void Around_the_clock_is_plain_time()
    {
        var start = At("2024-02-28T17:03:21.5Z");

        WorkingTime.AroundTheClock.Add(start, TimeSpan.FromDays(3653)).ShouldBe(start.AddDays(3653));
        WorkingTime.AroundTheClock.Between(start, start.AddDays(3653)).ShouldBe(TimeSpan.FromDays(3653));
        WorkingTime.AroundTheClock.IsOpen(start).ShouldBeTrue();
        WorkingTime.AroundTheClock.NextOpening(start).ShouldBe(start);
    }

    [Fact]
    public void Ten_years_add_up()
    {
        var start = At("2026-01-01T00:00Z");
        var worked = Office().Between(start, start.AddYears(10));

        // 2,608 weekdays from 2026 to 2035, eight hours each whatever the clocks do at night.
        worked.ShouldBe(TimeSpan.FromHours(2608 * 8));
        Office().Add(start, worked).ShouldBe(At("2035-12-31T17:00Z"));
    }

    [Fact]
    public void A_calendar_without_shifts_never_opens()
    {
        var calendar = Calendar("Europe/London", []);
        var at = At("2026-06-01T12:00Z");

        calendar.Add(at, TimeSpan.FromMinutes(1)).ShouldBe(WorkingTime.Never);
        calendar.Between(at, at.AddYears(1)).ShouldBe(TimeSpan.Zero);
        calendar.IsOpen(at).ShouldBeFalse();
        calendar.NextOpening(at).ShouldBeNull();
    }

    [Fact]
    public void A_calendar_of_holidays_opens_after_the_last()
    {
        var first = new DateOnly(2026, 1, 1);
        var calendar = new WorkingTime("Etc/UTC", On(Weekdays, 9, 17), Enumerable.Range(0, 1200).Select(first.AddDays));

        // Day 1,200 is Sunday, 2029-04-15.
        calendar.NextOpening(At("2026-06-01T12:00Z")).ShouldBe(At("2029-04-16T09:00Z"));
        calendar.Add(At("2026-06-01T12:00Z"), TimeSpan.FromHours(1)).ShouldBe(At("2029-04-16T10:00Z"));
    }
}

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
    [InlineData("2026-06-01T12:00+01:00", 0)]
    [InlineData("2026-06-06T12:00+01:00", 0)]
    [InlineData("2026-06-06T12:00+01:00", -3)]
    public void Add_of_nothing_left_is_due_at_the_start(string start, double hours)
    {
        Office().Add(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(start));
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
    public void Several_shifts_a_day_leave_the_break_out()
    {
        var calendar = Calendar("Europe/Berlin", [.. On(Weekdays, 13.5, 17), .. On(Weekdays, 9, 12.5)]);

        calendar.Add(At("2026-06-01T12:00+02:00"), TimeSpan.FromHours(1)).ShouldBe(At("2026-06-01T14:00+02:00"));
        calendar.Add(At("2026-06-01T09:00+02:00"), TimeSpan.FromHours(3.5)).ShouldBe(At("2026-06-01T12:30+02:00"));
        calendar.Between(At("2026-06-01T00:00+02:00"), At("2026-06-02T00:00+02:00")).ShouldBe(TimeSpan.FromHours(7));
        calendar.IsOpen(At("2026-06-01T13:00+02:00")).ShouldBeFalse();
    }

    [Fact]
    public void A_holiday_removes_the_shifts_that_start_on_it_and_no_others()
    {
        // Every night from 22:00 to 06:00; nobody starts on Wednesday the 3rd.
        var nights = Calendar("Europe/London", On(EveryDay, 22, 30), "2026-06-03");

        nights.IsOpen(At("2026-06-03T05:59+01:00")).ShouldBeTrue("Tuesday's shift runs into the holiday");
        nights.IsOpen(At("2026-06-03T23:00+01:00")).ShouldBeFalse();
        nights.IsOpen(At("2026-06-04T05:00+01:00")).ShouldBeFalse("the holiday's shift would have run into Thursday");
        nights.Between(At("2026-06-01T12:00+01:00"), At("2026-06-05T12:00+01:00")).ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public void A_holiday_moves_what_is_due_to_the_day_after()
    {
        Office(holidays: "2026-12-25").Add(At("2026-12-24T16:30Z"), TimeSpan.FromHours(1)).ShouldBe(At("2026-12-28T09:30Z"));
    }

    [Fact]
    public void Shifts_that_overlap_count_once()
    {
        // Friday's night runs until ten, Saturday opens at eight; two counters share Saturday noon.
        var calendar = Calendar("Etc/UTC", [
            new Shift(DayOfWeek.Friday, 22 * 60, 34 * 60),
            new Shift(DayOfWeek.Saturday, 8 * 60, 14 * 60),
            new Shift(DayOfWeek.Saturday, 12 * 60, 13 * 60),
        ]);

        calendar.Between(At("2026-06-05T00:00Z"), At("2026-06-08T00:00Z")).ShouldBe(TimeSpan.FromHours(16));
        calendar.Add(At("2026-06-05T22:00Z"), TimeSpan.FromHours(16)).ShouldBe(At("2026-06-06T14:00Z"));
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

    [Fact]
    public void Due_times_beyond_the_calendar_are_never()
    {
        var start = At("2026-06-01T12:00Z");

        Office().Add(start, TimeSpan.MaxValue).ShouldBe(WorkingTime.Never);
        Office().Add(start, TimeSpan.FromDays(365 * 100)).ShouldBe(WorkingTime.Never);
        Office().Add(WorkingTime.Never, TimeSpan.FromTicks(1)).ShouldBe(WorkingTime.Never);
        Office().Add(DateTimeOffset.MaxValue, TimeSpan.FromTicks(1)).ShouldBe(WorkingTime.Never);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    public void The_ends_of_time_are_no_error(string zone)
    {
        var calendar = Office(zone);

        // 3,652,059 days from a Monday to a Friday: 521,722 weeks and five more weekdays, give or take the zone's offset.
        calendar.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).TotalHours.ShouldBe(521_722 * 40 + 40, 8);
        calendar.Add(DateTimeOffset.MinValue, TimeSpan.FromHours(1)).Year.ShouldBe(1);
        calendar.NextOpening(DateTimeOffset.MaxValue).ShouldBeNull();
    }

    [Theory]
    [InlineData("Europe/London", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("UTC+02:00", false)]
    [InlineData("europe/london", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    public void A_time_zone_is_a_name_of_the_database(string id, bool known)
    {
        WorkingTime.IsTimeZone(id).ShouldBe(known);
    }

    [Fact]
    public void A_calendar_of_an_unknown_time_zone_is_refused()
    {
        Should.Throw<ArgumentException>(() => Calendar("Mars/Olympus", [])).Message.ShouldContain("Mars/Olympus");
    }

    [Theory]
    [InlineData(540, 540)]
    [InlineData(540, 480)]
    [InlineData(-1, 480)]
    [InlineData(1440, 1500)]
    [InlineData(540, 1981)]
    public void A_shift_without_valid_bounds_is_refused(int from, int to)
    {
        Should.Throw<ArgumentException>(() => Calendar("Etc/UTC", [new Shift(DayOfWeek.Monday, from, to)]));
    }

    [Fact]
    public void A_known_year_is_computed_without_allocating()
    {
        var calendar = Office(holidays: "2026-12-25");
        var start = At("2026-06-01T12:00Z");
        Compute();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Compute();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Compute()
        {
            var due = calendar.Add(start, TimeSpan.FromHours(2000));
            _ = calendar.Between(start, due);
            _ = calendar.NextOpening(due);
        }
    }

    [Fact]
    public void Threads_that_share_a_calendar_agree()
    {
        var calendar = Office();
        var start = At("1990-01-01T00:00Z");
        var dues = new DateTimeOffset[200];

        Parallel.For(0, dues.Length, i => dues[i] = calendar.Add(start, TimeSpan.FromHours(1000 * (i % 50))));

        var alone = Office();
        dues.ShouldBe(Enumerable.Range(0, dues.Length).Select(i => alone.Add(start, TimeSpan.FromHours(1000 * (i % 50)))));
    }
}

using Inbox.Core.Sla;

namespace Inbox.Core.Tests.Sla;

public sealed class WeeklyHoursTests
{
    [Fact]
    public void Hours_of_a_week_are_read_in_order()
    {
        var days = new Dictionary<string, string[]>
        {
            ["Friday"] = ["22:00-06:00"],
            ["monday"] = ["13:30-17:00", " 9:00 – 12:30 "],
            ["sunday"] = ["00:00-24:00"],
            ["saturday"] = [],
        };

        WeeklyHours.TryParse(days, out var shifts, out var error).ShouldBeTrue(error);

        shifts.ShouldBe([
            new Shift(DayOfWeek.Monday, 540, 750),
            new Shift(DayOfWeek.Monday, 810, 1020),
            new Shift(DayOfWeek.Friday, 1320, 1800),
            new Shift(DayOfWeek.Sunday, 0, 1440),
        ]);
    }

    [Theory]
    [InlineData("22:00-24:00", 1320, 1440)]
    [InlineData("22:00-00:00", 1320, 1440)]
    [InlineData("09:00-33:00", 540, 1980)]
    [InlineData("22:00-30:00", 1320, 1800)]
    [InlineData("00:00-00:01", 0, 1)]
    public void An_interval_may_end_at_midnight_or_on_the_next_day(string interval, int from, int to)
    {
        WeeklyHours.TryParse(On("tuesday", interval), out var shifts, out _).ShouldBeTrue();

        shifts.ShouldBe([new Shift(DayOfWeek.Tuesday, from, to)]);
    }

    [Theory]
    [InlineData("9-17")]
    [InlineData("")]
    [InlineData("09:00")]
    [InlineData("24:00-25:00")]
    [InlineData("09:60-17:00")]
    [InlineData("09:00-17:99")]
    [InlineData("09:00-49:00")]
    [InlineData("09:00-17:00, 18:00-19:00")]
    public void An_interval_that_cannot_be_read_is_named_with_its_day(string interval)
    {
        WeeklyHours.TryParse(On("wednesday", interval), out var shifts, out var error).ShouldBeFalse();

        shifts.ShouldBeEmpty();
        error.ShouldBe($"Wednesday, \"{interval}\": write from and to as HH:MM-HH:MM, for example 09:00-17:30.");
    }

    [Fact]
    public void An_interval_without_length_is_refused()
    {
        WeeklyHours.TryParse(On("monday", "09:00-09:00"), out _, out var error).ShouldBeFalse();

        error.ShouldBe("Monday, \"09:00-09:00\" has no length: write 00:00-24:00 for a whole day, or leave it out if closed.");
    }

    [Fact]
    public void An_interval_longer_than_a_day_is_refused()
    {
        WeeklyHours.TryParse(On("monday", "09:00-33:01"), out _, out var error).ShouldBeFalse();

        error.ShouldBe("Monday, \"09:00-33:01\" is longer than 24 hours: write what is left on the next day.");
    }

    [Fact]
    public void A_name_that_is_no_day_is_refused()
    {
        WeeklyHours.TryParse(On("mon", "09:00-17:00"), out _, out var error).ShouldBeFalse();

        error.ShouldNotBeNull().ShouldStartWith("\"mon\" is not a day: write monday,");
    }

    [Fact]
    public void A_day_given_twice_is_refused()
    {
        var days = new Dictionary<string, string[]> { ["monday"] = ["09:00-12:00"], ["Monday"] = ["13:00-17:00"] };

        WeeklyHours.TryParse(days, out _, out var error).ShouldBeFalse();

        error.ShouldBe("Monday is given twice: write all its intervals in one list.");
    }

    [Theory]
    [InlineData("monday", "09:00-12:00", "monday", "11:59-17:00",
        "Monday 09:00-12:00 and Monday 11:59-17:00 overlap: end the first by 11:59 on Monday, or join them.")]
    [InlineData("friday", "22:00-06:00", "saturday", "05:00-12:00",
        "Friday 22:00-06:00 and Saturday 05:00-12:00 overlap: end the first by 05:00 on Saturday, or join them.")]
    [InlineData("sunday", "22:00-06:00", "monday", "00:00-24:00",
        "Sunday 22:00-06:00 and Monday 00:00-24:00 overlap: end the first by 00:00 on Monday, or join them.")]
    public void Intervals_that_overlap_are_refused_with_both_names(string day, string interval, string otherDay, string other, string told)
    {
        var days = day == otherDay
            ? On(day, other, interval)
            : new Dictionary<string, string[]> { [otherDay] = [other], [day] = [interval] };

        WeeklyHours.TryParse(days, out _, out var error).ShouldBeFalse();

        error.ShouldBe(told);
    }

    [Fact]
    public void Intervals_that_touch_are_accepted()
    {
        var days = new Dictionary<string, string[]> { ["sunday"] = ["18:00-06:00"], ["monday"] = ["06:00-18:00", "18:00-24:00"] };

        WeeklyHours.TryParse(days, out var shifts, out _).ShouldBeTrue();

        shifts.Count.ShouldBe(3);
    }

    [Fact]
    public void A_closed_week_has_no_shifts()
    {
        WeeklyHours.TryParse(new Dictionary<string, string[]> { ["monday"] = null! }, out var shifts, out _).ShouldBeTrue();

        shifts.ShouldBeEmpty();
    }

    [Fact]
    public void Hours_are_written_for_every_day_from_monday_on_and_read_back()
    {
        Shift[] shifts =
        [
            new(DayOfWeek.Sunday, 540, 1980),
            new(DayOfWeek.Monday, 810, 1020),
            new(DayOfWeek.Monday, 540, 750),
            new(DayOfWeek.Tuesday, 0, 1440),
            new(DayOfWeek.Friday, 1320, 1800),
        ];

        // Sunday's 24 hours end as Monday's begin.
        var days = WeeklyHours.Format(shifts);

        days.Keys.ShouldBe(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
        days["monday"].ShouldBe(["09:00-12:30", "13:30-17:00"]);
        days["tuesday"].ShouldBe(["00:00-24:00"]);
        days["wednesday"].ShouldBeEmpty();
        days["friday"].ShouldBe(["22:00-06:00"]);
        days["sunday"].ShouldBe(["09:00-33:00"]);
        WeeklyHours.TryParse(days, out var read, out var error).ShouldBeTrue(error);
        read.ShouldBe(shifts, ignoreOrder: true);
    }

    private static Dictionary<string, string[]> On(string day, params string[] intervals) => new() { [day] = intervals };
}

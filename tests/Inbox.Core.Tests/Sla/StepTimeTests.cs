using Inbox.Core.Sla;

namespace Inbox.Core.Tests.Sla;

/// <summary>When a step is owed, on a calendar of 09:00 to 17:00, Monday to Friday.</summary>
public sealed class StepTimeTests
{
    private static readonly WorkingTime Office = Hours.Office("UTC");

    /// <summary>Monday, 1 June 2026.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StepUnit.Percent, 75, "Mon 14:15")]
    [InlineData(StepUnit.Percent, 100, "Mon 16:00")]
    [InlineData(StepUnit.Percent, 150, "Tue 11:30")]
    [InlineData(StepUnit.Minutes, -30, "Mon 15:30")]
    [InlineData(StepUnit.Minutes, -7 * 60, "Mon 09:00")]
    [InlineData(StepUnit.Minutes, -100 * 60, "Mon 09:00")]
    [InlineData(StepUnit.Minutes, 0, "Mon 16:00")]
    [InlineData(StepUnit.Minutes, 2 * 60, "Tue 10:00")]
    [InlineData(StepUnit.Minutes, 10 * 60, "Wed 10:00")]
    public void Time_is_counted_on_the_calendar(StepUnit unit, int value, string expected)
    {
        var clock = SlaClock.Start(1, SlaMetric.FirstReply, 1, 1, Terms(TimeSpan.FromHours(7)), At("Mon 09:00"));

        clock.StepAt(new StepTime(unit, value), Office).ShouldBe(At(expected));
    }

    [Fact]
    public void Cycle_that_stands_still_owes_nothing()
    {
        var terms = Terms(TimeSpan.FromHours(8));
        var clock = SlaClock.Start(1, SlaMetric.Resolution, 1, 1, terms, At("Mon 09:00"));
        clock.Pause(Office, At("Mon 10:00"));

        clock.StepAt(StepTime.Before(30), Office).ShouldBe(Clock.Never);
        clock.StepAt(StepTime.After(30), Office).ShouldBe(Clock.Never);
    }

    [Fact]
    public void Time_that_stood_still_does_not_count_towards_a_step_after_due()
    {
        var terms = Terms(TimeSpan.FromHours(1));
        var clock = SlaClock.Start(1, SlaMetric.Resolution, 1, 1, terms, At("Mon 09:00"));
        clock.Breach(1);
        clock.Pause(Office, At("Mon 10:30"));
        clock.Resume(terms, At("Mon 14:00"));

        clock.StepAt(StepTime.After(60), Office).ShouldBe(At("Mon 14:30"));
    }

    [Fact]
    public void Promise_for_a_fixed_hour_counts_on_the_wall()
    {
        var clock = SlaClock.StartFixed(1, SlaMetric.Callback, 1, 1, At("Mon 20:00"), Terms(target: null), At("Mon 09:00"));

        clock.StepAt(StepTime.Before(30), Office).ShouldBe(At("Mon 19:30"));
        clock.StepAt(StepTime.After(30), Office).ShouldBe(At("Mon 20:30"));
    }

    private static ClockTerms Terms(TimeSpan? target) => new(1, 1, Office, target, []);

    private static DateTimeOffset At(string text) =>
        Monday.AddDays(Array.IndexOf(["Mon", "Tue", "Wed"], text[..3])) + TimeSpan.Parse(text[4..], System.Globalization.CultureInfo.InvariantCulture);
}

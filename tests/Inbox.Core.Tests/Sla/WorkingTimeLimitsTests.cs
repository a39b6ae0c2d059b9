using Inbox.Core.Sla;
using static Inbox.Core.Tests.Sla.Hours;

namespace Inbox.Core.Tests.Sla;

/// <summary>The ends of time, what is refused, and what a call costs.</summary>
public sealed class WorkingTimeLimitsTests
{
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

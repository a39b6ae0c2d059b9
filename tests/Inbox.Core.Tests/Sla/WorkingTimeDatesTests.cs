using Inbox.Core.Sla;
using static Inbox.Core.Tests.Sla.Hours;

namespace Inbox.Core.Tests.Sla;

/// <summary>Several shifts a day, holidays, and dates with hours of their own.</summary>
public sealed class WorkingTimeDatesTests
{
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
    public void Hours_of_its_own_replace_what_starts_on_the_date()
    {
        // Thursday the 24th is a half day, Friday the 25th a holiday on which somebody works until noon.
        var calendar = new WorkingTime("Europe/London", On(Weekdays, 9, 17), [new DateOnly(2026, 12, 25)], new Dictionary<DateOnly, IReadOnlyList<Shift>>
        {
            [new DateOnly(2026, 12, 24)] = [new Shift(DayOfWeek.Thursday, 9 * 60, 12 * 60)],
            [new DateOnly(2026, 12, 25)] = [new Shift(DayOfWeek.Friday, 10 * 60, 12 * 60)],
            [new DateOnly(2026, 12, 28)] = [],
        });

        calendar.Between(At("2026-12-24T00:00Z"), At("2026-12-25T00:00Z")).ShouldBe(TimeSpan.FromHours(3));
        calendar.Add(At("2026-12-24T11:00Z"), TimeSpan.FromHours(3)).ShouldBe(At("2026-12-25T12:00Z"));
        calendar.NextOpening(At("2026-12-25T12:00Z")).ShouldBe(At("2026-12-29T09:00Z"), "the 28th is closed");
    }

    [Fact]
    public void Calendar_that_opens_on_a_single_date_opens_then()
    {
        var calendar = new WorkingTime("Etc/UTC", [], [], new Dictionary<DateOnly, IReadOnlyList<Shift>> { [new DateOnly(2027, 1, 2)] = [new Shift(DayOfWeek.Saturday, 600, 720)] });

        calendar.Add(At("2026-06-01T12:00Z"), TimeSpan.FromHours(1)).ShouldBe(At("2027-01-02T11:00Z"));
        calendar.Add(At("2026-06-01T12:00Z"), TimeSpan.FromHours(3)).ShouldBe(WorkingTime.Never);
    }
}

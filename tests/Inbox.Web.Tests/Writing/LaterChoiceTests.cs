using Inbox.Web.Pages.Cases;

namespace Inbox.Web.Tests.Writing;

public sealed class LaterChoiceTests
{
    [Fact]
    public void Morning_is_that_of_the_department_across_a_change_of_the_clock()
    {
        // Saturday evening in Berlin, before the hour that falls away in the night.
        var choices = LaterChoice.Of(new DateTimeOffset(2027, 3, 27, 20, 0, 0, TimeSpan.Zero), "Europe/Berlin");

        choices.Select(c => (c.Words, c.At)).ShouldBe(
        [
            ("Tomorrow 9:00", new DateTimeOffset(2027, 3, 28, 7, 0, 0, TimeSpan.Zero)),
            ("Monday, 29 Mar 9:00", new DateTimeOffset(2027, 3, 29, 7, 0, 0, TimeSpan.Zero)),
        ]);
    }

    [Fact]
    public void Early_in_the_day_this_morning_is_offered_and_on_a_sunday_monday_is_tomorrow()
    {
        var early = LaterChoice.Of(new DateTimeOffset(2026, 11, 2, 6, 0, 0, TimeSpan.Zero), "Europe/London");
        early.Select(c => c.Words).ShouldBe(["Today 9:00", "Tomorrow 9:00", "Monday, 9 Nov 9:00"]);

        LaterChoice.Of(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), zoneId: null).Select(c => c.Words).ShouldBe(["Tomorrow 9:00"]);
    }
}

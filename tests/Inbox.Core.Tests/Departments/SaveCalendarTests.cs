using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
using Inbox.Core.Tests.Sla;
using Microsoft.EntityFrameworkCore;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Departments;

/// <summary>Each test has a fixture of its own: the time moves.</summary>
public sealed class SaveCalendarTests : IAsyncLifetime
{
    private readonly SettingsFixture _inbox = new();

    public Task InitializeAsync() => _inbox.InitializeAsync();

    public Task DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Every_wrong_day_is_named_beside_its_field()
    {
        var failures = await _inbox.FailuresAsync(Office() with
        {
            Name = "",
            Times = new CalendarHours(
                "Mars/Base",
                new Dictionary<string, string[]> { ["monday"] = ["nine to five"], ["tuesday"] = ["09:00-09:00"], ["friday"] = ["09:00-17:00"] },
                [new Holiday(new DateOnly(2026, 12, 25)), new Holiday(new DateOnly(1025, 12, 25))],
                [new OpenDay(new DateOnly(2026, 12, 24), ["09:00-12:00", "11:00-13:00"]), new OpenDay(new DateOnly(2026, 12, 24), [])]),
        });

        failures["Name"].ShouldNotBeEmpty();
        failures["TimeZone"].Single().ShouldContain("Europe/London");
        failures["Hours[monday]"].Single().ShouldContain("HH:MM");
        failures["Hours[tuesday]"].Single().ShouldContain("no length");
        failures["Hours[friday]"].ShouldBeEmpty();
        failures["Holidays[1]"].Single().ShouldContain("1970");
        failures["Exceptions[0]"].Single().ShouldContain("overlap");
        failures["Exceptions[1]"].Single().ShouldContain("twice");
    }

    [Theory]
    [InlineData("22:00-34:00", "03:00-04:00", "overlap")]
    [InlineData("", "", "at least one day")]
    public async Task Week_that_cannot_be_is_refused(string monday, string tuesday, string reason)
    {
        var hours = new Dictionary<string, string[]> { ["monday"] = monday.Split(',', StringSplitOptions.RemoveEmptyEntries), ["tuesday"] = tuesday.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        (await _inbox.FailuresAsync(Office() with { Times = Office().Times with { Hours = hours } }))["Hours"].Single().ShouldContain(reason);
    }

    [Fact]
    public async Task Running_clock_keeps_what_it_used_and_goes_on_by_the_new_hours()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        var found = await _inbox.CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(1));

        var saved = await _inbox.SendAsync(Office("09:00-11:00") with { Id = calendar });

        saved.Value.Clocks.ShouldBe(3);
        await _inbox.RecomputeAsync();
        var clock = await _inbox.ClockAsync(found, SlaMetric.FirstReply);
        clock.Consumed.ShouldBe(TimeSpan.FromHours(1));
        clock.Target.ShouldBe(TimeSpan.FromHours(4));

        // Used one hour of four on Monday; one is left of Monday, the other two are Tuesday's.
        clock.DueAt.ShouldBe(At("2026-06-02T11:00:00Z"));
        clock.NextStepAt.ShouldBe(At("2026-06-02T10:00:00Z"));
        (await _inbox.ReadAsync(db => db.Cases.SingleAsync(c => c.Id == found))).NextDueAt.ShouldBe(clock.DueAt);
    }

    [Fact]
    public async Task Promise_that_is_broken_stays_broken_by_other_hours()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        var found = await _inbox.CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(5));

        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });
        await _inbox.RecomputeAsync();

        var clock = await _inbox.ClockAsync(found, SlaMetric.FirstReply);
        clock.DueAt.ShouldBe(At("2026-06-01T13:00:00Z"));
        clock.Consumed.ShouldBe(TimeSpan.FromHours(5));
        clock.NextStepAt.ShouldBeLessThanOrEqualTo(_inbox.Time.GetUtcNow());
    }

    [Fact]
    public async Task Clocks_of_other_calendars_and_stopped_ones_stay()
    {
        var (mine, other) = ((await _inbox.SendAsync(Office())).Value.Id, (await _inbox.SendAsync(Office() with { Name = "Other" })).Value.Id);
        var (answered, elsewhere) = (await _inbox.CaseAsync(mine, byUs: true), await _inbox.CaseAsync(other));
        var (stopped, running) = (await _inbox.ClockAsync(answered, SlaMetric.FirstReply), await _inbox.ClockAsync(elsewhere, SlaMetric.FirstReply));

        await _inbox.SendAsync(Office("09:00-10:00") with { Id = mine });
        await _inbox.RecomputeAsync();

        (await _inbox.ClockAsync(answered, SlaMetric.FirstReply)).StoppedAt.ShouldBe(stopped.StoppedAt);
        (await _inbox.ClockAsync(elsewhere, SlaMetric.FirstReply)).DueAt.ShouldBe(running.DueAt);
    }

    [Fact]
    public async Task New_name_alone_touches_no_clock()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.CaseAsync(calendar);

        (await _inbox.SendAsync(Office() with { Id = calendar, Name = "Shop" })).Value.Clocks.ShouldBe(0);
        (await _inbox.ReadAsync(db => db.Recomputations.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Form_opened_before_another_save_is_refused()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.SendAsync(Office("10:00-12:00") with { Id = calendar });

        (await _inbox.SendAsync(Office("13:00-14:00") with { Id = calendar })).Error!.Code.ShouldBe("saved_meanwhile");
    }

    [Fact]
    public async Task Calendar_in_use_is_not_deleted_and_says_by_whom()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.CaseAsync(calendar);
        await _inbox.InsertAsync(new Department { Name = "Claims", Key = "claims", CalendarId = calendar });

        var refused = await _inbox.SendAsync(new DeleteCalendar.Command(calendar, Admin));

        refused.Error!.Code.ShouldBe("calendar_in_use");
        refused.Error.Message.ShouldContain("the department Claims");
        refused.Error.Message.ShouldContain("the clocks of 1 open case");
    }

    [Fact]
    public async Task Calendar_that_nobody_uses_is_deleted()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;

        (await _inbox.SendAsync(new DeleteCalendar.Command(calendar, Admin))).IsOk.ShouldBeTrue();

        (await _inbox.ReadAsync(db => db.Calendars.AnyAsync(c => c.Id == calendar))).ShouldBeFalse();
    }

    [Fact]
    public async Task Agent_may_neither_save_nor_delete()
    {
        (await _inbox.SendAsync(Office() with { Actor = Stranger })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new DeleteCalendar.Command(1, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private static SaveCalendar.Command Office(string hours = "09:00-17:00") => new(
        Id: null,
        Revision: 0,
        "Office",
        new CalendarHours("Etc/UTC", new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(d => d, _ => new[] { hours }), [], []),
        Admin);

    private static DateTimeOffset At(string iso) => DateTimeOffset.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);
}

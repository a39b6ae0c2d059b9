using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
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
            TimeZone = "Mars/Base",
            Hours = new Dictionary<string, string[]> { ["monday"] = ["nine to five"], ["tuesday"] = ["09:00-09:00"], ["friday"] = ["09:00-17:00"] },
        });

        failures["Name"].ShouldNotBeEmpty();
        failures["TimeZone"].Single().ShouldContain("Europe/London");
        failures["Hours[monday]"].Single().ShouldContain("HH:MM");
        failures["Hours[tuesday]"].Single().ShouldContain("no length");
        failures["Hours[friday]"].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("22:00-34:00", "03:00-04:00", "overlap")]
    [InlineData("", "", "at least one day")]
    public async Task Week_that_cannot_be_is_refused(string monday, string tuesday, string reason)
    {
        var hours = new Dictionary<string, string[]> { ["monday"] = monday.Split(',', StringSplitOptions.RemoveEmptyEntries), ["tuesday"] = tuesday.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        (await _inbox.FailuresAsync(Office() with { Hours = hours }))["Hours"].Single().ShouldContain(reason);
    }

    [Fact]
    public async Task Running_clock_keeps_what_it_used_and_goes_on_by_the_new_hours()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        var found = await CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(1));

        var saved = await _inbox.SendAsync(Office("09:00-11:00") with { Id = calendar });

        saved.Value.Cases.ShouldBe(1);
        var clock = await ClockAsync(found, SlaMetric.FirstReply);
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
        var found = await CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(5));

        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });

        var clock = await ClockAsync(found, SlaMetric.FirstReply);
        clock.DueAt.ShouldBe(At("2026-06-01T13:00:00Z"));
        clock.Consumed.ShouldBe(TimeSpan.FromHours(5));
        clock.NextStepAt.ShouldBeLessThanOrEqualTo(_inbox.Time.GetUtcNow());
    }

    [Fact]
    public async Task Clocks_of_other_calendars_and_stopped_ones_stay()
    {
        var (mine, other) = ((await _inbox.SendAsync(Office())).Value.Id, (await _inbox.SendAsync(Office() with { Name = "Other" })).Value.Id);
        var (answered, elsewhere) = (await CaseAsync(mine, byUs: true), await CaseAsync(other));
        var (stopped, running) = (await ClockAsync(answered, SlaMetric.FirstReply), await ClockAsync(elsewhere, SlaMetric.FirstReply));

        await _inbox.SendAsync(Office("09:00-10:00") with { Id = mine });

        (await ClockAsync(answered, SlaMetric.FirstReply)).StoppedAt.ShouldBe(stopped.StoppedAt);
        (await ClockAsync(elsewhere, SlaMetric.FirstReply)).DueAt.ShouldBe(running.DueAt);
    }

    [Fact]
    public async Task New_name_alone_touches_no_clock()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await CaseAsync(calendar);

        (await _inbox.SendAsync(Office() with { Id = calendar, Name = "Shop" })).Value.Cases.ShouldBe(0);
    }

    [Fact]
    public async Task More_cases_than_a_batch_are_all_reckoned()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await CaseAsync(calendar, count: 1_003);

        var saved = await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });

        saved.Value.Cases.ShouldBe(1_003);
        var due = await _inbox.ReadAsync(db => db.SlaClocks.Where(c => c.Metric == SlaMetric.FirstReply).Select(c => c.DueAt).Distinct().ToListAsync());
        due.ShouldBe([At("2026-06-04T10:00:00Z")]);
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
        await CaseAsync(calendar);
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
        "Etc/UTC",
        new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(d => d, _ => new[] { hours }),
        [],
        Admin);

    private static DateTimeOffset At(string iso) => DateTimeOffset.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Cases opened now with four hours for the first reply, and a step at three quarters.</summary>
    private async Task<long> CaseAsync(long calendarId, bool byUs = false, int count = 1)
    {
        var department = await _inbox.DepartmentAsync(calendarId);
        var channel = await _inbox.InsertAsync(new Channel { Key = UniqueKey(), Name = "Mail", Kind = "letterbox", DepartmentId = department.Id });
        if (!await _inbox.ReadAsync(db => db.SlaPolicies.AnyAsync()))
        {
            await _inbox.InsertAsync(new SlaPolicy
            {
                Name = "All",
                Targets = [new SlaTarget(SlaMetric.FirstReply, null, 240, null, null)],
                Steps = [new EscalationStep(SlaMetric.FirstReply, 75, EscalationAction.NotifyLead)],
            });
        }

        var rules = await ReadRulesAsync();
        var now = _inbox.Time.Now();
        var first = await _inbox.ReadAsync(db => db.Cases.Select(c => c.Id).DefaultIfEmpty().MaxAsync()) + 1;
        await _inbox.ReadAsync(async db =>
        {
            for (var id = first; id < first + count; id++)
            {
                var opened = Inbox.Core.Cases.Case.Open(id, new CaseOpening { Subject = "Parcel", ChannelId = channel.Id, DepartmentId = department.Id }, now);
                var clocks = new CaseClocks(rules, opened, []);
                clocks.Opened(now, byUs, customerGroup: null);
                db.Add(opened);
                db.AddRange(clocks.Started);
            }

            return await db.SaveChangesAsync();
        });
        return first;
    }

    private Task<Rules> ReadRulesAsync() => _inbox.ReadAsync(async db => new Rules(
        await db.Departments.ToListAsync(),
        await db.Channels.ToListAsync(),
        await db.Calendars.ToListAsync(),
        [],
        await db.SlaPolicies.ToListAsync(),
        new Dictionary<string, long>(StringComparer.Ordinal)));

    private Task<SlaClock> ClockAsync(long caseId, SlaMetric metric) =>
        _inbox.ReadAsync(db => db.SlaClocks.SingleAsync(c => c.CaseId == caseId && c.Metric == metric));
}

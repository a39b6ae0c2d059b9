using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Sla;

/// <summary>Clocks go over to an edited calendar or policy in the background. It is Monday, 09:00; the time moves.</summary>
public sealed class RecomputeClocksTests : IAsyncLifetime
{
    private readonly SettingsFixture _inbox = new();

    public Task InitializeAsync() => _inbox.InitializeAsync();

    public Task DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task More_cases_than_a_batch_are_all_recomputed_and_counted()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.CaseAsync(calendar, count: 503);

        (await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar })).Value.Clocks.ShouldBe(3 * 503);
        (await _inbox.RecomputeAsync()).Select(b => b.Count).ShouldBe([200, 200, 103, 0]);

        var due = await _inbox.ReadAsync(db => db.SlaClocks.Where(c => c.Metric == SlaMetric.FirstReply).Select(c => c.DueAt).Distinct().ToListAsync());
        due.ShouldBe([Hours.At("2026-06-04T10:00Z")]);
        var told = await _inbox.ReadAsync(db => db.Recomputations.SingleAsync());
        (told.Done, told.FinishedAt).ShouldBe((3 * 503, _inbox.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Two_nodes_recompute_each_clock_once()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.CaseAsync(calendar, count: 450);
        _inbox.Time.Advance(TimeSpan.FromMinutes(30));
        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });

        var batches = (await Task.WhenAll(_inbox.RecomputeAsync(), _inbox.RecomputeAsync())).SelectMany(b => b).SelectMany(b => b).ToList();

        // A node that finds the row taken goes away; what is left is done by whoever looks next.
        batches.AddRange((await _inbox.RecomputeAsync()).SelectMany(b => b));
        batches.Count.ShouldBe(450);
        batches.ShouldBeUnique();
        (await _inbox.ReadAsync(db => db.SlaSegments.CountAsync())).ShouldBe(3 * 450);
    }

    [Fact]
    public async Task Clock_that_stops_before_its_turn_is_counted_by_the_hours_it_ran_by()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        var found = await _inbox.CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(1));
        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });
        _inbox.Time.Advance(TimeSpan.FromHours(2));

        (await _inbox.SendAsync(new ChangeStatus.Command(found, CaseStatus.Resolved, "no longer wanted", Admin))).IsOk.ShouldBeTrue();

        (await _inbox.ClockAsync(found, SlaMetric.FirstReply)).Consumed.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task Clock_that_a_node_started_by_the_earlier_hours_is_found_a_minute_later()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        await _inbox.CaseAsync(calendar);
        var before = await _inbox.RulesAsync();
        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });
        await _inbox.RecomputeAsync();
        var late = await _inbox.CaseAsync(calendar, rules: before);

        await _inbox.RecomputeAsync();
        (await _inbox.ClockAsync(late, SlaMetric.FirstReply)).HoursVersion.ShouldBe(0);
        _inbox.Time.Advance(TimeSpan.FromSeconds(61));
        await _inbox.RecomputeAsync();

        (await _inbox.ClockAsync(late, SlaMetric.FirstReply)).DueAt.ShouldBe(Hours.At("2026-06-04T10:00Z"));
        (await _inbox.ReadAsync(db => db.EarlierHours.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Second_edit_before_the_first_is_done_settles_by_the_edition_that_ran()
    {
        var calendar = (await _inbox.SendAsync(Office())).Value.Id;
        var found = await _inbox.CaseAsync(calendar);
        _inbox.Time.Advance(TimeSpan.FromHours(2));
        await _inbox.SendAsync(Office("09:00-10:00") with { Id = calendar });
        await _inbox.SendAsync(Office("09:00-12:00") with { Id = calendar, Revision = 1 });

        await _inbox.RecomputeAsync();

        // Two hours used by the first hours, one more of today, one of tomorrow.
        var clock = await _inbox.ClockAsync(found, SlaMetric.FirstReply);
        (clock.Consumed, clock.HoursVersion, clock.DueAt).ShouldBe((TimeSpan.FromHours(2), 2, Hours.At("2026-06-02T10:00Z")));
    }

    [Fact]
    public async Task Tighter_policy_leaves_a_quarter_and_makes_nothing_late_at_once()
    {
        var (policy, found) = await PromisedAsync();
        _inbox.Time.Advance(TimeSpan.FromMinutes(230));

        (await _inbox.SendAsync(Policy(policy, 60))).Value.Clocks.ShouldBe(3);
        await _inbox.RecomputeAsync();

        var clock = await _inbox.ClockAsync(found, SlaMetric.FirstReply);
        (clock.DueAt, clock.Consumed, clock.BreachedAt).ShouldBe((_inbox.Time.GetUtcNow().AddMinutes(15), TimeSpan.FromMinutes(230), null));
        (await _inbox.ReadAsync(db => db.Cases.SingleAsync(c => c.Id == found))).NextDueAt.ShouldBe(clock.DueAt);
    }

    [Fact]
    public async Task Looser_policy_gives_more_time_and_mends_nothing_that_is_broken()
    {
        var (policy, found) = await PromisedAsync();
        await _inbox.SendAsync(Policy(policy, 300));
        await _inbox.RecomputeAsync();
        (await _inbox.ClockAsync(found, SlaMetric.FirstReply)).DueAt.ShouldBe(Hours.At("2026-06-01T14:00Z"));

        _inbox.Time.Advance(TimeSpan.FromHours(6));
        await _inbox.SendAsync(Policy(policy, 600) with { Revision = 1 });
        await _inbox.RecomputeAsync();

        (await _inbox.ClockAsync(found, SlaMetric.FirstReply)).DueAt.ShouldBe(Hours.At("2026-06-01T14:00Z"));
    }

    [Fact]
    public async Task New_name_of_a_policy_moves_no_clock()
    {
        var (policy, _) = await PromisedAsync();

        (await _inbox.SendAsync(Policy(policy, 240) with { Name = "Everybody" })).Value.Clocks.ShouldBe(0);
    }

    private async Task<(long Policy, long Case)> PromisedAsync()
    {
        var policy = (await _inbox.SendAsync(Policy(id: null, 240))).Value.Id;
        var calendar = (await _inbox.SendAsync(Office("00:00-24:00"))).Value.Id;
        return (policy, await _inbox.CaseAsync(calendar));
    }

    private static SaveCalendar.Command Office(string hours = "09:00-17:00") => new(
        Id: null,
        Revision: 0,
        "Office",
        new CalendarHours("Etc/UTC", new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(d => d, _ => new[] { hours }), [], []),
        Admin);

    private static SaveSlaPolicy.Command Policy(long? id, int firstReply) => new(
        id, Revision: 0, "All", Enabled: true, ChannelId: null, DepartmentId: null, Priority: null, Tag: null, MinReach: null, CustomerGroup: null,
        External: null, CalendarId: null, AroundTheClock: false, PauseWaiting: true, PauseOnHold: false, WarningShare: 75,
        [new(SlaMetric.FirstReply, null, firstReply, null, null)], [], Admin);
}

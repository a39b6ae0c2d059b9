using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Sla;

public sealed class SlaPolicyCommandsTests : IAsyncLifetime
{
    private readonly SettingsFixture _inbox = new();

    public Task InitializeAsync() => _inbox.InitializeAsync();

    public Task DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Policy_is_saved_with_the_targets_that_were_given()
    {
        var saved = await _inbox.SendAsync(Command() with
        {
            Targets = [new(SlaMetric.FirstReply, null, 240, 60, null), new(SlaMetric.Resolution, null, null, null, null)],
            Steps = [new(0, SlaMetric.FirstReply, StepTime.Due, EscalationAction.NotifyLead), new(0, SlaMetric.FirstReply, StepTime.Share(75), EscalationAction.NotifyAssignee)],
            Tag = " ",
        });

        var policy = (await _inbox.RulesAsync()).Policy(saved.Value.Id)!;
        policy.Targets.ShouldBe([new SlaTarget(SlaMetric.FirstReply, null, 240, 60, null)]);
        policy.Steps.Select(s => (s.Position, s.At)).ShouldBe([(1, StepTime.Due), (2, StepTime.Share(75))]);
        policy.Tag.ShouldBeNull();
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var failures = await _inbox.FailuresAsync(Command() with
        {
            Name = "",
            DepartmentId = 99,
            CalendarId = 99,
            AroundTheClock = true,
            Targets = [new(SlaMetric.FirstReply, null, 0, null, null), new(SlaMetric.Resolution, null, null, null, 600_000)],
            Steps =
            [
                new(0, SlaMetric.FirstReply, StepTime.Share(0), EscalationAction.NotifyLead),
                new(0, SlaMetric.NextReply, StepTime.Share(75), EscalationAction.NotifyLead),
                new(0, SlaMetric.Callback, StepTime.Due, EscalationAction.NotifyLead),
                new(0, SlaMetric.Callback, StepTime.Due, EscalationAction.NotifyLead),
            ],
        });

        failures["Name"].ShouldNotBeEmpty();
        failures["DepartmentId"].ShouldNotBeEmpty();
        failures["CalendarId"].Single().ShouldContain("not both");
        failures["Targets[0].Normal"].Single().ShouldContain("1 minute");
        failures["Targets[1].Urgent"].ShouldNotBeEmpty();
        failures["Steps[0]"].Single().ShouldContain("100 is the due time");
        failures["Steps[1]"].Single().ShouldContain("has no target");
        failures["Steps[2]"].ShouldBeEmpty();
        failures["Steps[3]"].Single().ShouldContain("twice");
    }

    [Fact]
    public async Task Policy_that_promises_nothing_is_refused() =>
        (await _inbox.FailuresAsync(Command() with { Targets = [] }))["Targets"].ShouldBe(["Promise something: give at least one target."]);

    [Fact]
    public async Task Form_opened_before_another_save_is_refused()
    {
        var id = (await _inbox.SendAsync(Command())).Value.Id;
        await _inbox.SendAsync(Command() with { Id = id });

        (await _inbox.SendAsync(Command() with { Id = id })).Error!.Code.ShouldBe("saved_meanwhile");
    }

    [Fact]
    public async Task Running_clock_keeps_its_target_when_the_policy_changes()
    {
        var id = (await _inbox.SendAsync(Command())).Value.Id;
        var found = await CaseAsync();

        await _inbox.SendAsync(Command() with { Id = id, Targets = [new(SlaMetric.FirstReply, null, 5, null, null)] });

        (await _inbox.ReadAsync(db => db.SlaClocks.SingleAsync(c => c.CaseId == found && c.Metric == SlaMetric.FirstReply))).Target.ShouldBe(TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task Policy_of_a_case_that_is_not_closed_stays()
    {
        var id = (await _inbox.SendAsync(Command())).Value.Id;
        await CaseAsync();

        var refused = await _inbox.SendAsync(new DeleteSlaPolicy.Command(id, Admin));

        refused.Error!.Code.ShouldBe("policy_in_use");
        refused.Error.Message.ShouldContain("1 case that is not closed");
    }

    [Fact]
    public async Task Policies_move_switch_off_and_go()
    {
        var (a, b) = ((await _inbox.SendAsync(Command() with { Name = "A" })).Value.Id, (await _inbox.SendAsync(Command() with { Name = "B" })).Value.Id);

        await _inbox.SendAsync(new MoveSlaPolicy.Command(b, Up: true, Admin));
        (await _inbox.RulesAsync()).Policies.Select(p => p.Name).ShouldBe(["B", "A"]);
        await _inbox.SendAsync(new EnableSlaPolicy.Command(b, Enabled: false, Admin));
        (await _inbox.RulesAsync()).Policies.Select(p => p.Name).ShouldBe(["A"]);
        (await _inbox.SendAsync(new DeleteSlaPolicy.Command(a, Admin))).IsOk.ShouldBeTrue();
        (await _inbox.RulesAsync()).Policies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Agent_may_change_nothing()
    {
        var id = (await _inbox.SendAsync(Command())).Value.Id;

        (await _inbox.SendAsync(Command() with { Actor = Stranger })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new MoveSlaPolicy.Command(id, Up: true, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new EnableSlaPolicy.Command(id, Enabled: false, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new DeleteSlaPolicy.Command(id, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private async Task<long> CaseAsync()
    {
        var department = await _inbox.DepartmentAsync();
        var channel = await _inbox.InsertAsync(new Channel { Key = UniqueKey(), Name = "Mail", Kind = "letterbox", DepartmentId = department.Id });
        var rules = await _inbox.ReadAsync(async db => new Rules([department], [channel], [], [], await db.SlaPolicies.ToListAsync(), new Dictionary<string, long>(StringComparer.Ordinal)));
        var now = _inbox.Time.Now();
        var opened = Inbox.Core.Cases.Case.Open(1, new CaseOpening { Subject = "Parcel", ChannelId = channel.Id, DepartmentId = department.Id }, now);
        var clocks = new CaseClocks(rules, opened, []);
        clocks.Opened(now, byUs: false, customerGroup: null);
        await _inbox.InsertAsync(opened);
        foreach (var clock in clocks.Started)
        {
            await _inbox.InsertAsync(clock);
        }

        return opened.Id;
    }

    private static SaveSlaPolicy.Command Command() => new(
        Id: null, Revision: 0, "All", Enabled: true, ChannelId: null, DepartmentId: null, Priority: null, Tag: null, MinReach: null, CustomerGroup: null,
        External: null, CalendarId: null, AroundTheClock: false, PauseWaiting: true, PauseOnHold: false, WarningShare: 75, [new(SlaMetric.FirstReply, null, 240, null, null)], [], Admin);
}

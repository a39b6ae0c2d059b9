using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Live;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Inbox.Core.Tests.Settings.SettingsFixture;

namespace Inbox.Core.Tests.Routing;

/// <summary>The order is of all rules, so each test has a database of its own.</summary>
public sealed class RoutingRuleCommandsTests : IAsyncLifetime
{
    private readonly SettingsFixture _inbox = new();

    public Task InitializeAsync() => _inbox.InitializeAsync();

    public Task DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task New_rules_go_to_the_end_of_the_order()
    {
        await SaveAsync("A");
        await SaveAsync("B");

        (await OrderAsync()).ShouldBe(["A", "B"]);
        (await _inbox.RulesAsync()).Routing.Select(r => r.Name).ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task Words_and_tags_are_trimmed_and_kept_once()
    {
        var id = await SaveAsync("A", r => r with
        {
            Conditions = new RuleConditions
            {
                Groups =
                [
                    new RuleGroup { Conditions = [new RuleCondition { Kind = ConditionKind.Words, Values = [" refund", "Refund ", "late parcel", " "], Number = 7, Id = 3 }] },
                    new RuleGroup(),
                ],
            },
            Actions = new RuleActions { Tags = ["money", "Money"], Skill = "not asked for" },
        });

        var rule = await _inbox.ReadAsync(db => db.RoutingRules.SingleAsync(r => r.Id == id));
        var condition = rule.Conditions.Groups.ShouldHaveSingleItem().Conditions.ShouldHaveSingleItem();
        condition.Values.ShouldBe(["refund", "late parcel"]);
        (condition.Number, condition.Id).ShouldBe((null, null));
        rule.Tags.ShouldBe(["money"]);
        rule.Skill.ShouldBeNull();
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var failures = await _inbox.FailuresAsync(Command("") with
        {
            Conditions = RuleConditions.All(
                new RuleCondition { Kind = ConditionKind.Channel, Id = 99 },
                new RuleCondition { Kind = ConditionKind.Reach, Number = 0 },
                new RuleCondition { Kind = ConditionKind.Words, Values = [new string('x', 101)] },
                new RuleCondition { Kind = ConditionKind.Pattern, Values = ["(open"] },
                new RuleCondition { Kind = ConditionKind.Language, Values = ["xx"] },
                new RuleCondition { Kind = ConditionKind.Tone },
                new RuleCondition { Kind = ConditionKind.Hours },
                new RuleCondition { Kind = ConditionKind.EarlierCases, Number = 51, Days = 0 },
                new RuleCondition { Kind = ConditionKind.Sender }),
            Actions = new RuleActions { AssignBy = AssignBy.Nobody },
        });

        failures["Name"].ShouldNotBeEmpty();
        string[] fields = ["Id", "Number", "Values", "Values", "Values", "Tone", "Id", "Number", "Values"];
        for (var i = 0; i < fields.Length; i++)
        {
            failures[$"Conditions.Groups[0].Conditions[{i}].{fields[i]}"].ShouldNotBeEmpty($"condition {i}");
        }

        failures["Conditions.Groups[0].Conditions[3].Values"].Single().ShouldStartWith("This is no regular expression:");
        failures["Conditions.Groups[0].Conditions[7].Days"].ShouldNotBeEmpty();
        failures["Actions.DepartmentId"].Single().ShouldStartWith("This rule would do nothing");
    }

    [Fact]
    public async Task Moved_rule_changes_places_with_its_neighbour_and_stops_at_the_ends()
    {
        await SaveAsync("A");
        var b = await SaveAsync("B");
        await SaveAsync("C");

        await _inbox.SendAsync(new MoveRoutingRule.Command(b, Up: true, Admin));
        (await OrderAsync()).ShouldBe(["B", "A", "C"]);
        await _inbox.SendAsync(new MoveRoutingRule.Command(b, Up: true, Admin));
        (await OrderAsync()).ShouldBe(["B", "A", "C"]);
        await _inbox.SendAsync(new MoveRoutingRule.Command(b, Up: false, Admin));
        (await OrderAsync()).ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public async Task Two_admins_who_move_at_once_leave_a_whole_order()
    {
        var ids = new List<long>();
        foreach (var name in (string[])["A", "B", "C", "D", "E"])
        {
            ids.Add(await SaveAsync(name));
        }

        await Task.WhenAll(ids.Select(id => _inbox.SendAsync(new MoveRoutingRule.Command(id, Up: true, Admin))));

        (await _inbox.ReadAsync(db => db.RoutingRules.Select(r => r.Position).Order().ToListAsync())).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Person_must_be_a_member_of_the_department_and_a_skill_be_named()
    {
        var (ours, theirs) = (await _inbox.DepartmentAsync(), await _inbox.DepartmentAsync());
        var person = await _inbox.InsertAsync(new Agent { DisplayName = "Zoe", Departments = [new AgentDepartment { DepartmentId = ours.Id }] });
        var named = new RuleActions { DepartmentId = theirs.Id, AssignBy = AssignBy.Person, PersonId = person.Id };

        (await _inbox.FailuresAsync(Command("A") with { Actions = named }))["Actions.PersonId"].ShouldNotBeEmpty();
        (await _inbox.FailuresAsync(Command("A") with { Actions = new RuleActions { AssignBy = AssignBy.Skill } }))["Actions.Skill"].ShouldNotBeEmpty();
        (await _inbox.SendAsync(Command("A") with { Actions = named with { DepartmentId = ours.Id } })).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Dragged_order_holds_unless_the_rules_are_others_meanwhile()
    {
        var (a, b, c) = (await SaveAsync("A"), await SaveAsync("B"), await SaveAsync("C"));

        (await _inbox.SendAsync(new OrderRoutingRules.Command([c, a, b], Admin))).IsOk.ShouldBeTrue();
        (await OrderAsync()).ShouldBe(["C", "A", "B"]);
        (await _inbox.SendAsync(new OrderRoutingRules.Command([a, b], Admin))).Error!.Kind.ShouldBe(ErrorKind.Conflict);
        (await _inbox.SendAsync(new OrderRoutingRules.Command([a, b, b], Admin))).Error!.Kind.ShouldBe(ErrorKind.Conflict);
        (await OrderAsync()).ShouldBe(["C", "A", "B"]);
    }

    [Fact]
    public async Task Calendar_and_policy_of_a_rule_cannot_be_deleted()
    {
        var calendar = await _inbox.InsertAsync(new Calendar { Name = "Nights", TimeZone = "UTC", Hours = [] });
        var policy = await _inbox.InsertAsync(new SlaPolicy { Name = "Gold" });
        await SaveAsync("By night", r => r with
        {
            Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Hours, Id = calendar.Id }),
            Actions = new RuleActions { SlaPolicyId = policy.Id },
        });

        (await _inbox.SendAsync(new DeleteCalendar.Command(calendar.Id, Admin))).Error!.Message.ShouldContain("the rule By night");
        (await _inbox.SendAsync(new DeleteSlaPolicy.Command(policy.Id, Admin))).Error!.Message.ShouldContain("“By night”");
    }

    [Fact]
    public async Task Switched_off_rule_no_longer_routes()
    {
        var id = await SaveAsync("A");

        await _inbox.SendAsync(new EnableRoutingRule.Command(id, Enabled: false, Admin));

        (await _inbox.RulesAsync()).Routing.ShouldBeEmpty();
        (await _inbox.SendAsync(Command("A") with { Id = id, Revision = 0 })).Error!.Code.ShouldBe("saved_meanwhile");
    }

    [Fact]
    public async Task Deleted_rule_is_gone_and_a_form_of_it_says_so()
    {
        var id = await SaveAsync("A");

        (await _inbox.SendAsync(new DeleteRoutingRule.Command(id, Admin))).IsOk.ShouldBeTrue();

        (await OrderAsync()).ShouldBeEmpty();
        (await _inbox.SendAsync(Command("A") with { Id = id })).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Agent_may_change_nothing()
    {
        var id = await SaveAsync("A");

        (await _inbox.SendAsync(Command("B") with { Actor = Stranger })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new MoveRoutingRule.Command(id, Up: true, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new OrderRoutingRules.Command([id], Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new EnableRoutingRule.Command(id, Enabled: false, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _inbox.SendAsync(new DeleteRoutingRule.Command(id, Stranger))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    [Fact]
    public async Task Other_nodes_hear_of_a_change()
    {
        await using var node = new NpgsqlConnection(_inbox.ConnectionString);
        await node.OpenAsync();
        await using (var listen = new NpgsqlCommand($"LISTEN {LiveNotifier.SettingsTopic}", node))
        {
            await listen.ExecuteNonQueryAsync();
        }

        await SaveAsync("A");

        (await node.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
    }

    private async Task<long> SaveAsync(string name, Func<SaveRoutingRule.Command, SaveRoutingRule.Command>? with = null) =>
        (await _inbox.SendAsync(with?.Invoke(Command(name)) ?? Command(name))).Value;

    private Task<List<string>> OrderAsync() => _inbox.ReadAsync(db => db.RoutingRules.OrderBy(r => r.Position).Select(r => r.Name).ToListAsync());

    private static SaveRoutingRule.Command Command(string name) =>
        new(Id: null, Revision: 0, name, Enabled: true, new RuleConditions(), new RuleActions { Priority = Priority.High }, Admin);
}

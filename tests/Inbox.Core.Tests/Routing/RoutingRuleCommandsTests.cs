using Inbox.Core.Cases;
using Inbox.Core.Live;
using Inbox.Core.Routing;
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
        var id = await SaveAsync("A", r => r with { Words = [" refund", "Refund ", "late parcel", " "], Tags = ["money", "Money"], Sender = "  " });

        var rule = await _inbox.ReadAsync(db => db.RoutingRules.SingleAsync(r => r.Id == id));
        rule.Words.ShouldBe(["refund", "late parcel"]);
        rule.Tags.ShouldBe(["money"]);
        rule.Sender.ShouldBeNull();
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var failures = await _inbox.FailuresAsync(Command("") with { Priority = null, ChannelId = 99, MinReach = 0, Words = [new string('x', 101)], Tags = [] });

        failures["Name"].ShouldNotBeEmpty();
        failures["ChannelId"].ShouldNotBeEmpty();
        failures["MinReach"].ShouldNotBeEmpty();
        failures["Words"].ShouldNotBeEmpty();
        failures["DepartmentId"].Single().ShouldStartWith("This rule would do nothing");
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

        (await node.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBeTrue();
    }

    private async Task<long> SaveAsync(string name, Func<SaveRoutingRule.Command, SaveRoutingRule.Command>? with = null) =>
        (await _inbox.SendAsync(with?.Invoke(Command(name)) ?? Command(name))).Value;

    private Task<List<string>> OrderAsync() => _inbox.ReadAsync(db => db.RoutingRules.OrderBy(r => r.Position).Select(r => r.Name).ToListAsync());

    private static SaveRoutingRule.Command Command(string name) => new(
        Id: null, Revision: 0, name, Enabled: true, ChannelId: null, Words: [], RuleWordsIn.SubjectOrBody, Sender: null, MinReach: null,
        DepartmentId: null, Priority.High, Tags: [], Admin);
}

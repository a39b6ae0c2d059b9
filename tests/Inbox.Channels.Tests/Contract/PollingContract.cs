using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door that is asked for news, whatever its far side does.</summary>
public abstract class PollingContract<T> : FarSideContract<T>
    where T : IFarSide
{
    [Fact]
    public async Task First_poll_takes_what_is_there_oldest_first()
    {
        Far.Post(Now.AddMinutes(-2), "the first");
        Far.Post(Now.AddMinutes(-1), "the second");

        await PollAsync();

        (await TextsAsync()).ShouldBe(["the first", "the second"]);
        (await DoorAsync()).Problem.ShouldBeNull();
        (await StateAsync()).ShouldBe(DoorState.Working);
        (await LinkAsync()).LastReceivedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task What_comes_later_is_taken_once_each()
    {
        Far.Post(Now.AddMinutes(-1), "the first");
        await PollAsync();
        Far.Post(Now.AddMinutes(-1), "the second");
        await PollAsync();
        await PollAsync();

        (await TextsAsync()).ShouldBe(["the first", "the second"]);
    }

    [Fact]
    public async Task Repeated_and_disordered_items_are_taken_once_each()
    {
        Far.Untidy = true;
        foreach (var i in Enumerable.Range(1, 5))
        {
            Far.Post(Now.AddMinutes(i - 6), $"number {i}");
        }

        await PollAsync();
        Far.Post(Now.AddSeconds(-1), "number 6");
        await PollAsync();

        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 6).Select(i => $"number {i}"));
    }

    [Fact]
    public async Task Edit_changes_the_message_and_starts_no_clock()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        var before = (await MessagesAsync()).ShouldHaveSingleItem();
        var clocks = await ClocksAsync();

        Far.Edit(id, "It leaks no more");
        await PollAsync();

        var after = (await MessagesAsync()).ShouldHaveSingleItem();
        (after.Id, after.ReplyText.Trim(), after.CaseId).ShouldBe((before.Id, "It leaks no more", before.CaseId));
        (await ClocksAsync()).ShouldBe(clocks);
    }

    [Fact]
    public async Task Limit_is_kept_until_its_reset_and_is_no_trouble()
    {
        Far.Post(Now.AddMinutes(-1), "waits");
        var reset = Clock.Stored(Now.AddMinutes(40));
        Far.LimitedUntil = reset;
        await PollAsync();

        (await DoorAsync()).NextPollAt.ShouldBeGreaterThanOrEqualTo(reset);
        (await TextsAsync()).ShouldBeEmpty();
        (await ToldAsync()).ShouldBeEmpty();

        Far.LimitedUntil = null;
        await PollAsync();
        (await TextsAsync()).ShouldBe(["waits"]);
    }

    [Theory]
    [InlineData(FarFault.Broken)]
    [InlineData(FarFault.Garbage)]
    public async Task Far_side_that_fails_is_told_once_asked_less_often_and_loses_nothing(FarFault fault)
    {
        Far.Post(Now.AddMinutes(-1), "before");
        await PollAsync();
        Far.Post(Now, "meanwhile");
        Far.Fault = fault;

        List<TimeSpan> waits = [];
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await PollAsync();
            waits.Add((await DoorAsync()).NextPollAt - Now);
        }

        (await DoorAsync()).Problem.ShouldNotBeNull().ShouldEndWith(".");
        (await StateAsync()).ShouldBe(DoorState.Failing);
        waits[2].ShouldBeGreaterThan(waits[0]);
        (await ToldAsync()).ShouldHaveSingleItem().ShouldContain("is in trouble");

        Far.Fault = FarFault.None;
        await PollAsync();
        (await TextsAsync()).ShouldBe(["before", "meanwhile"]);
        (await StateAsync()).ShouldBe(DoorState.Working);
        (await ToldAsync()).Last().ShouldContain("works again");
    }

    [Fact]
    public async Task Far_side_that_hangs_is_given_up()
    {
        Far.Fault = FarFault.Hangs;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

        var poll = ((IPollingChannel)Adapter).PollAsync(rules.Info(await DoorAsync()), null, limit.Token);

        (await Task.WhenAny(poll, Task.Delay(TimeSpan.FromSeconds(60)))).ShouldBe(poll);
        await Should.ThrowAsync<OperationCanceledException>(poll);
    }

    [Fact]
    public async Task Node_that_dies_between_fetching_and_storing_loses_nothing()
    {
        Far.Post(Now.AddMinutes(-1), "the first");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var lease = Clock.Stored(Now.AddMinutes(2));
        (await ((IPollingChannel)Adapter).PollAsync(rules.Info(await DoorAsync()), null, default)).Items.ShouldHaveSingleItem();
        await Company.DbAsync(db => db.Channels.Where(c => c.Id == DoorId).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, lease)));

        Company.Clock.Advance(TimeSpan.FromMinutes(3));
        await PollAsync();

        (await TextsAsync()).ShouldBe(["the first"]);
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Every_item_is_known_again_by_its_bytes()
    {
        Far.Post(Now.AddMinutes(-1), "the first");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var item = (await ((IPollingChannel)Adapter).PollAsync(rules.Info(await DoorAsync()), null, default)).Items.ShouldHaveSingleItem();

        var again = await Adapter.IdentifyAsync(new MemoryStream(item.Content), default);

        again.ExternalId.ShouldBe(item.Identity.ExternalId);
        again.Version.ShouldBe(item.Identity.Version);
    }

    protected Task<List<(SlaMetric Metric, DateTimeOffset DueAt)>> ClocksAsync() =>
        Company.DbAsync(async db => (await db.SlaClocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ConvertAll(c => (c.Metric, c.DueAt)));
}

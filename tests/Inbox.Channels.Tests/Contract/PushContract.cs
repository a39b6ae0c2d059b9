using System.Text;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door whose far side calls us, in whatever order and however often it does.</summary>
public abstract class PushContract<T> : FarSideContract<T>
    where T : IPushingFarSide
{
    [Fact]
    public async Task Signed_call_is_filed()
    {
        var (first, second) = (Far.Post(Now.AddMinutes(-2), "the first"), Far.Post(Now.AddMinutes(-1), "the second"));

        (await PushAsync(Far.Told(second, first))).Status.ShouldBe(200);

        (await TextsAsync()).ShouldBe(["the first", "the second"], "oldest first, however they came");
    }

    [Fact]
    public async Task Altered_call_is_refused()
    {
        var body = Far.Told(Far.Post(Now, "It leaks"));
        var signed = Far.Sign(body);
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("leaks", "works", StringComparison.Ordinal));

        (await ReceiveAsync(altered, signed)).Status.ShouldBe(401);
        (await ReceiveAsync(body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))).Status.ShouldBe(401);
        (await ReceiveAsync(body, signed)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Call_that_is_repeated_is_filed_once()
    {
        var body = Far.Told(Far.Post(Now.AddMinutes(-1), "It leaks"));

        await PushAsync(body);
        await PushAsync(body);

        (await TextsAsync()).ShouldBe(["It leaks"]);
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Edit_changes_the_message_and_what_comes_late_does_not_change_it_back()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        var before = Far.Told(id);
        Far.Edit(id, "It leaks no more");

        await PushAsync(Far.ToldOfEdit(id));
        await PushAsync(before);

        (await TextsAsync()).ShouldBe(["It leaks no more"]);
    }

    [Fact]
    public async Task Deletion_marks_the_message_and_may_come_first()
    {
        var (known, unknown) = (Far.Post(Now.AddMinutes(-1), "It leaks"), Far.Post(Now.AddMinutes(-1), "Forget it"));
        await PushAsync(Far.Told(known));

        await PushAsync(Far.ToldOfDeletion(known));
        await PushAsync(Far.ToldOfDeletion(unknown));
        await PushAsync(Far.Told(unknown));

        (await MessagesAsync()).ShouldHaveSingleItem().DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Garbage_throws_nothing_and_files_nothing()
    {
        var random = new Random(20261102);
        var body = Far.Told(Far.Post(Now, "It leaks"));
        for (var i = 0; i < 100; i++)
        {
            var hurt = body.ToArray();
            random.NextBytes(hurt.AsSpan(random.Next(hurt.Length), 1));
            var answer = await ReceiveAsync(hurt[..random.Next(hurt.Length)], Far.Sign(hurt));
            answer.Items.ShouldBeEmpty();
            var cut = hurt[..random.Next(hurt.Length)];
            (await ReceiveAsync(cut, Far.Sign(cut))).Status.ShouldBeInRange(200, 499);
        }
    }

    [Fact]
    public async Task What_was_told_and_is_then_read_is_filed_once()
    {
        if (Adapter is not IPollingChannel)
        {
            return;
        }

        await PushAsync(Far.Told(Far.Post(Now.AddMinutes(-1), "It leaks")));
        await PollAsync();
        await PollAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(1);
    }

    protected async Task<HookAnswer> PushAsync(byte[] body)
    {
        var answer = await StoreAsync(body);
        await Company.FilePendingAsync();
        return answer;
    }

    /// <summary>What a call brings waits to be filed.</summary>
    protected async Task<HookAnswer> StoreAsync(byte[] body)
    {
        var answer = await ReceiveAsync(body, Far.Sign(body));
        await Company.Services.GetRequiredService<DeliveryReceiver>().ReceiveAllAsync(
            [.. answer.Items.Select(i => new InboundItem(DoorId, i.Item.Identity, i.Item.Content, i.Item.ContentType))], default);
        return answer;
    }

    protected async Task<HookAnswer> ReceiveAsync(byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var door = await DoorAsync();
        Company.Services.GetRequiredService<ChannelSecrets>().TryReveal(door.Settings, out var settings).ShouldBeTrue();
        return ((IPushedChannel)Adapter).Receive(
            new HookCall("POST", new Dictionary<string, string>(StringComparer.Ordinal), headers, "application/json", body, Now, Cursor: null), rules.Info(door) with { Settings = settings });
    }
}

using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

public abstract partial class FarSideContract<T>
{
    /// <summary>The far side calls with what is new, and all of it is filed.</summary>
    private async Task TakeCallsAsync(ICallingFarSide caller)
    {
        foreach (var call in caller.TakeCalls(Now))
        {
            await CallAsync(call);
        }

        await FileAsync();
    }

    /// <summary>As a call is taken from the web: proved, stored, then answered. It waits to be filed.</summary>
    protected async Task<HookAnswer> CallAsync(HookCall call)
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var door = await DoorAsync();
        Company.Services.GetRequiredService<ChannelSecrets>().TryReveal(door.Settings, out var settings).ShouldBeTrue();
        var answer = ((IPushedChannel)Adapter).Receive(call, rules.Info(door) with { Settings = settings });
        if (answer is { Status: >= 200 and < 300, Items.Count: > 0 })
        {
            await Company.Services.GetRequiredService<DeliveryReceiver>().ReceiveAllAsync(
                [.. answer.Items.Select(i => new InboundItem(door.Id, i.Item.Identity, i.Item.Content, i.Item.ContentType))], default);
        }

        return answer;
    }

    protected async Task FileAsync()
    {
        if (!_filing)
        {
            await Company.RunAsync<IntakeWorker>();
            _filing = true;
        }

        await FiledAsync();
    }
}

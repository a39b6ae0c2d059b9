using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Channels.Links;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

/// <summary>A company with a door to a far side, its workers and what the suites ask of them.</summary>
public abstract partial class FarSideContract<T> : IAsyncLifetime
    where T : IFarDoor
{
    private bool _filing;
    private bool _asking;

    protected T Far { get; private set; } = default!;

    protected Company Company { get; private set; } = null!;

    protected long DoorId { get; private set; }

    protected DateTimeOffset Now => Company.Clock.GetUtcNow();

    protected abstract Task<T> OpenFarSideAsync();

    /// <summary>When the clock starts; null: at the company's usual moment.</summary>
    protected virtual DateTimeOffset? Start => null;

    public async Task InitializeAsync()
    {
        Far = await OpenFarSideAsync();
        Company = await Company.OpenAsync(Start, Far.Configure);
        await Company.SetAsync(async db =>
        {
            var door = Far.Door(Company);
            door.NextPollAt = Now;
            db.Channels.Add(door);
            await db.SaveChangesAsync();
            DoorId = door.Id;
        });
    }

    public async Task DisposeAsync()
    {
        await Company.DisposeAsync();
        await Far.DisposeAsync();
    }

    /// <summary>Asks once, and waits until the answer is stored and filed.</summary>
    protected async Task PollAsync()
    {
        if (Far is ICallingFarSide caller)
        {
            Company.Clock.Advance(TimeSpan.FromSeconds(1));
            await TakeCallsAsync(caller);
            return;
        }

        var before = (await DoorAsync()).LastPolledAt;
        if (before is not null)
        {
            Company.Clock.Advance(Later((await DoorAsync()).NextPollAt - Now, TimeSpan.FromSeconds(1)));
        }

        if (!_filing)
        {
            await Company.RunAsync<IntakeWorker>();
            _filing = true;
        }

        if (!_asking)
        {
            await Company.RunAsync<PollWorker>();
            _asking = true;
        }

        await UntilAsync(async () => (await DoorAsync()).LastPolledAt > (before ?? DateTimeOffset.MinValue));
        await FiledAsync();
    }

    /// <summary>Nothing is asked until the next poll, however far the clock moves.</summary>
    protected async Task StopPollingAsync()
    {
        if (!_asking)
        {
            return;
        }

        await Company.StopAsync<PollWorker>();
        _asking = false;
    }

    protected Task FiledAsync() => UntilAsync(async () => !await Company.DbAsync(db => db.InboundDeliveries.AnyAsync(d => d.State == InboundState.Pending)));

    protected static Task UntilAsync(Func<Task<bool>> holdsAsync) => Eventually.IsAsync(holdsAsync);

    protected Task<Channel> DoorAsync() => Company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == DoorId));

    protected Task<ChannelLink> LinkAsync() => Company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleAsync(l => l.ChannelId == DoorId));

    protected async Task<DoorState> StateAsync() =>
        DoorStates.Of(await DoorAsync(), await Company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleOrDefaultAsync(l => l.ChannelId == DoorId)), Now);

    /// <summary>What customers said, oldest first as it was filed.</summary>
    protected Task<List<Message>> MessagesAsync() =>
        Company.DbAsync(db => db.Messages.AsNoTracking().Where(m => m.ChannelId == DoorId && m.Direction == Direction.Inbound).OrderBy(m => m.Id).ToListAsync());

    protected async Task<IReadOnlyList<string>> TextsAsync() => [.. (await MessagesAsync()).Select(m => m.ReplyText.Trim())];

    /// <summary>What the owners of the door were told of it.</summary>
    protected Task<List<string>> ToldAsync() => Company.DbAsync(db => db.Notifications.AsNoTracking()
        .Where(n => n.Kind == Core.Notifications.NotificationKind.ChannelTrouble && n.AgentId == Company.Ana.AgentId).OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());

    protected IChannel Adapter => Company.Services.GetRequiredService<ChannelKinds>().Of(Far.Door(Company).Kind);

    protected static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    protected Task<OutboundDelivery> DeliveryAsync() => Company.DbAsync(db => db.OutboundDeliveries.AsNoTracking().OrderBy(d => d.Id).LastAsync());
}

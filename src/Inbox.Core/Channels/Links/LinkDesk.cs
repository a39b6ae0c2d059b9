using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Channels.Links;

/// <summary>What a connected channel hands in to, and asks for orders. Everything it commits it commits only while this node holds the link.</summary>
public sealed class LinkDesk
{
    private static readonly TimeSpan LookForOrders = TimeSpan.FromSeconds(1);
    private const int MostOrders = 500;
    private readonly IServiceScopeFactory _scopes;
    private readonly IntakeSignal _signal;
    private readonly TimeProvider _time;
    private readonly long _channelId;
    private readonly Guid _holder;

    internal LinkDesk(IServiceScopeFactory scopes, IntakeSignal signal, TimeProvider time, ChannelLink link)
    {
        (_scopes, _signal, _time) = (scopes, signal, time);
        (_channelId, _holder, Cursor) = (link.ChannelId, link.Holder ?? Guid.Empty, link.Cursor);
    }

    /// <summary>Where fetching stands, as last committed.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Set once the far side has handed out what was asked for.</summary>
    internal DateTimeOffset? WorkedAt { get; private set; }

    /// <summary>The far side let us in. Whether it also hands out what lies there is not known yet.</summary>
    /// <param name="accessUntil">When the access that was granted ends.</param>
    /// <param name="cancellationToken">This node gives the link up.</param>
    public Task ConnectedAsync(DateTimeOffset? accessUntil, CancellationToken cancellationToken) => HoldingAsync(
        (_, link) =>
        {
            (link.ConnectedAt, link.AccessUntil) = (_time.Now(), accessUntil);
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>What was asked for is here and committed: the owner hears that it works again, if they heard that it did not. Once per connection.</summary>
    public async Task WorksAsync(CancellationToken cancellationToken)
    {
        if (WorkedAt is not null)
        {
            return;
        }

        await HoldingAsync(
            async (db, link) =>
            {
                link.Failures = 0;
                await LinkAlarm.WorksAsync(db, link, _time.Now(), cancellationToken);
            },
            cancellationToken);
        WorkedAt = _time.Now();
    }

    /// <summary>Something at the far side does not work while the connection holds; null: it works again.</summary>
    public Task ReportAsync(string? problem, CancellationToken cancellationToken) => HoldingAsync(
        (db, link) => problem is null
            ? LinkAlarm.WorksAsync(db, link, _time.Now(), cancellationToken)
            : LinkAlarm.FailsAsync(db, link, problem, _time.Now(), cancellationToken),
        cancellationToken);

    /// <summary>
    /// Commits what arrived and moves the cursor, both or neither. What was taken before, by any way, is not taken again.
    /// </summary>
    /// <param name="epoch">Of the numbers; items of an earlier one are forgotten.</param>
    /// <param name="items">In rising order; their contents stay the caller's.</param>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="owes">The far side is to be told once they are filed.</param>
    /// <param name="cancellationToken">This node gives the link up.</param>
    public async Task StoreAsync(long epoch, IReadOnlyList<LinkItem> items, string cursor, bool owes, CancellationToken cancellationToken)
    {
        await HoldingAsync(
            async (db, link) =>
            {
                var now = _time.Now();
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await RemoteItems.ForgetOthersAsync(connection, _channelId, epoch, cancellationToken);
                var deliveries = await TakeAsync(connection, items, now, cancellationToken);
                await RemoteItems.WriteAsync(connection, _channelId, epoch, items, deliveries, owes ? RemoteState.Owed : RemoteState.Done, now, cancellationToken);
                link.Cursor = cursor;
                link.LastReceivedAt = deliveries.Count > 0 ? now : link.LastReceivedAt;
                if (items.FirstOrDefault(i => i.Problem is not null) is { Problem: { } problem })
                {
                    await LinkAlarm.LeftOutAsync(db, link, problem, now, cancellationToken);
                }
            },
            cancellationToken);
        Cursor = cursor;
        _signal.Ring();
    }

    /// <summary>What waits to be done at the far side, oldest first, not all at once.</summary>
    public async Task<LinkOrders> OrdersAsync(long epoch, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var rows = await db.RemoteItems
            .Where(i => i.ChannelId == _channelId && i.Epoch == epoch && (i.State == RemoteState.Owed || i.State == RemoteState.Wanted))
            .Where(i => i.State == RemoteState.Wanted
                || !db.InboundDeliveries.Any(d => d.Id == i.DeliveryId && d.State != InboundState.Filed && d.State != InboundState.Ignored))
            .OrderBy(i => i.Number)
            .Take(MostOrders)
            .Select(i => new { i.Number, i.State })
            .ToListAsync(cancellationToken);
        return new LinkOrders(
            [.. rows.Where(r => r.State == RemoteState.Owed).Select(r => r.Number)],
            [.. rows.Where(r => r.State == RemoteState.Wanted).Select(r => r.Number)]);
    }

    /// <summary>Returns once there are orders.</summary>
    public async Task WaitForOrdersAsync(long epoch, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(LookForOrders, cancellationToken);
        }
        while ((await OrdersAsync(epoch, cancellationToken)).IsEmpty);
    }

    /// <summary>The far side was told of these.</summary>
    /// <param name="epoch">Of the numbers.</param>
    /// <param name="numbers">Which.</param>
    /// <param name="gone">They no longer lie there.</param>
    /// <param name="cancellationToken">This node gives the link up.</param>
    public Task DoneAsync(long epoch, IReadOnlyList<long> numbers, bool gone, CancellationToken cancellationToken) => HoldingAsync(
        (db, _) =>
        {
            var rows = db.RemoteItems.Where(i => i.ChannelId == _channelId && i.Epoch == epoch && numbers.Contains(i.Number));
            return gone
                ? rows.ExecuteDeleteAsync(cancellationToken)
                : rows.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, RemoteState.Done), cancellationToken);
        },
        cancellationToken);

    /// <summary>Only these still lie at the far side; the rest was moved or deleted there by somebody.</summary>
    public Task KeepOnlyAsync(long epoch, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => HoldingAsync(
        (db, _) => db.RemoteItems
            .Where(i => i.ChannelId == _channelId && i.Epoch == epoch && !numbers.Contains(i.Number))
            .ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    private async Task<Dictionary<long, long>> TakeAsync(NpgsqlConnection connection, IReadOnlyList<LinkItem> items, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var deliveries = new Dictionary<long, long>();
        List<(long Number, InboundItem Item)> small = [];
        foreach (var item in items)
        {
            if (item is not { Identity: { } identity, Content: { } content })
            {
                continue;
            }

            content.Position = 0;
            if (content.Length > InboundInsert.SmallBytes)
            {
                deliveries[item.Number] = (await InboundInsert.InsertStreamAsync(connection, _channelId, identity, content, item.ContentType, item.Import, now, cancellationToken)).DeliveryId;
                continue;
            }

            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            small.Add((item.Number, new InboundItem(_channelId, identity, bytes, item.ContentType, item.Import)));
        }

        if (small.Count > 0)
        {
            var receipts = await InboundInsert.InsertAsync(connection, [.. small.Select(s => s.Item)], now, cancellationToken);
            for (var i = 0; i < small.Count; i++)
            {
                deliveries[small[i].Number] = receipts[i].DeliveryId;
            }
        }

        return deliveries;
    }

    /// <summary>One transaction in which the row of the link is ours, or an end to it all.</summary>
    private async Task HoldingAsync(Func<InboxDb, ChannelLink, Task> act, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var link = await db.ChannelLinks.FromSql($"SELECT * FROM channel_links WHERE channel_id = {_channelId} AND holder = {_holder} FOR UPDATE").SingleOrDefaultAsync(cancellationToken)
            ?? throw new LinkLostException();
        await act(db, link);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Another node holds the link by now; this one stops without a word.</summary>
public sealed class LinkLostException() : Exception("Another node holds this link by now.");

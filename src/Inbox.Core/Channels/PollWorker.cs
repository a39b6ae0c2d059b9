using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Channels;

/// <summary>
/// Asks the doors that must be asked. A node leases a channel, fetches outside any transaction, then stores what it got
/// and moves the cursor in one: both or neither.
/// </summary>
public sealed partial class PollWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, IntakeSignal signal, TimeProvider time, ILogger<PollWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await PollOneAsync(stoppingToken))
                {
                    await Task.Delay(Idle, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The lease runs out and the channel is asked again.
                LogPause(logger, e);
                await Task.Delay(Idle, stoppingToken);
            }
        }
    }

    /// <summary>False when no channel is due.</summary>
    internal async Task<bool> PollOneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var (now, lease) = (time.Now(), time.Now() + Lease);
        var id = (await db.Database.SqlQuery<long>(
            $"""
            UPDATE channels SET lease_until = {lease}
            WHERE id = (
                SELECT id FROM channels
                WHERE enabled AND next_poll_at <= {now} AND (lease_until IS NULL OR lease_until < {now})
                ORDER BY next_poll_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken)).FirstOrDefault();
        if (id == 0)
        {
            return false;
        }

        var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        if (kinds.Of(channel) is not IPollingChannel adapter)
        {
            await db.Channels.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPollAt, Clock.Never), cancellationToken);
            return true;
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        var info = rules.Channels.TryGetValue(id, out var known) ? rules.Info(known) : channel.Info([]);
        var polled = await adapter.PollAsync(info with { Address = channel.Address, Settings = channel.Settings }, channel.Cursor, cancellationToken);
        await StoreAsync(db, channel, polled, cancellationToken);
        LogPolled(logger, id, polled.Items.Count, polled.Problem is null);
        return true;
    }

    private async Task StoreAsync(InboxDb db, Channel channel, PollResult polled, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.Now();

        // Who changed the cursor meanwhile (another node, an administrator) has the newer truth.
        var moved = await db.Channels
            .Where(c => c.Id == channel.Id && c.Cursor == channel.Cursor && c.Address == channel.Address)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Cursor, polled.Cursor)
                    .SetProperty(c => c.NextPollAt, polled.Disable ? Clock.Never : now + polled.NextIn)
                    .SetProperty(c => c.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(c => c.LastPolledAt, now)
                    .SetProperty(c => c.Enabled, c => c.Enabled && !polled.Disable)
                    .SetProperty(c => c.Problem, polled.Problem),
                cancellationToken);
        if (moved == 0)
        {
            return;
        }

        if (polled.Items.Count > 0)
        {
            var items = polled.Items.Select(i => new InboundItem(channel.Id, i.Identity, i.Content, i.ContentType)).ToList();
            await InboundInsert.InsertAsync((NpgsqlConnection)db.Database.GetDbConnection(), items, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        signal.Ring();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling pauses")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Channel {ChannelId} gave {Count} items, well: {Well}")]
    private static partial void LogPolled(ILogger logger, long channelId, int count, bool well);
}

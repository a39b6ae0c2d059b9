using Inbox.Core.Channels.Health;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Channels;

/// <summary>
/// Asks the doors that must be asked, several at a time: one that does not answer holds up no other. A node leases a channel,
/// fetches outside any transaction, then stores what it got and moves the cursor in one: both or neither.
/// </summary>
public sealed partial class PollWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, IntakeSignal signal, TimeProvider time, ILogger<PollWorker> logger)
    : RepeatingWorker(idle: TimeSpan.FromMilliseconds(250), pause: TimeSpan.FromSeconds(1))
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Shorter than the lease, so that no other node asks the same door meanwhile.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AfterMistake = TimeSpan.FromMinutes(5);
    private readonly List<Task> _running = new(AtOnce);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_running);
    }

    /// <summary>Begins to ask one door. False when no channel is due.</summary>
    protected internal override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        _running.RemoveAll(t => t.IsCompleted);
        if (_running.Count == AtOnce)
        {
            await Task.WhenAny(_running);
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var (now, lease) = (time.Now(), time.Now() + Lease);
        var leased = await db.Channels.FromSql(
            $"""
            UPDATE channels SET lease_until = {lease}
            WHERE id = (
                SELECT id FROM channels
                WHERE enabled AND next_poll_at <= {now} AND (lease_until IS NULL OR lease_until < {now})
                ORDER BY next_poll_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (leased is not [var channel])
        {
            return false;
        }

        if (kinds.Of(channel) is IPollingChannel adapter)
        {
            _running.Add(AskAsync(channel, adapter, cancellationToken));
        }
        else
        {
            await db.Channels.Where(c => c.Id == channel.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPollAt, Clock.Never), cancellationToken);
        }

        return true;
    }

    /// <summary>What cannot be stored is asked for again when the lease has run out.</summary>
    private async Task AskAsync(Channel channel, IPollingChannel adapter, CancellationToken cancellationToken)
    {
        try
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var info = (rules.Channels.TryGetValue(channel.Id, out var known) ? rules.Info(known) : channel.Info([])) with { Address = channel.Address, Settings = channel.Settings };
            var polled = await PollAsync(channel, adapter, info, cancellationToken);
            await using var scope = scopes.CreateAsyncScope();
            await StoreAsync(scope.ServiceProvider.GetRequiredService<InboxDb>(), channel, polled, cancellationToken);
            LogPolled(logger, channel.Id, polled.Items.Count, polled.Problem is null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogPause(logger, e);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the lease runs out by itself.
        }
    }

    private async Task<PollResult> PollAsync(Channel channel, IPollingChannel adapter, ChannelInfo info, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await adapter.PollAsync(info, channel.Cursor, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PollResult([], channel.Cursor, AfterMistake, $"The other side did not answer within {MostTime.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(logger, e, channel.Id);
            return new PollResult([], channel.Cursor, AfterMistake, "Something went wrong on our side while asking for news; the log has the details. It is tried again.");
        }
    }

    private async Task StoreAsync(InboxDb db, Channel channel, PollResult polled, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.Now();
        var link = await db.LockLinkAsync(channel.Id, now, cancellationToken);
        var next = await PollHealth.StoreAsync(db, link, polled, now, cancellationToken);

        // Who changed the cursor or the settings meanwhile (another node, an administrator) has the newer truth.
        var moved = await db.Channels
            .Where(c => c.Id == channel.Id && c.Cursor == channel.Cursor && c.Address == channel.Address && c.Revision == channel.Revision)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Cursor, polled.Cursor)
                    // Who said meanwhile that there is news is heard.
                    .SetProperty(c => c.NextPollAt, c => polled.Disable ? Clock.Never : c.NextPollAt > channel.NextPollAt && c.NextPollAt < next ? c.NextPollAt : next)
                    .SetProperty(c => c.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(c => c.LastPolledAt, now)
                    .SetProperty(c => c.Enabled, c => c.Enabled && !polled.Disable),
                cancellationToken);
        if (moved == 0)
        {
            await transaction.RollbackAsync(cancellationToken);
            await db.Channels.Where(c => c.Id == channel.Id && c.LeaseUntil == channel.LeaseUntil).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
            return;
        }

        if (polled.TextLimit is { } limit && limit != channel.TextLimit)
        {
            await db.Channels.Where(c => c.Id == channel.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.TextLimit, limit), cancellationToken);
            await LiveNotifier.SettingsChangedAsync(db, cancellationToken);
        }

        if (polled.Items.Count > 0)
        {
            var items = polled.Items.Select(i => new InboundItem(channel.Id, i.Identity, i.Content, i.ContentType)).ToList();
            await InboundInsert.InsertAsync((NpgsqlConnection)db.Database.GetDbConnection(), items, now, cancellationToken, inOrder: true);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Ring();
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling pauses")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking channel {ChannelId} for news failed")]
    private static partial void LogFailed(ILogger logger, Exception e, long channelId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Channel {ChannelId} gave {Count} items, well: {Well}")]
    private static partial void LogPolled(ILogger logger, long channelId, int count, bool well);
}

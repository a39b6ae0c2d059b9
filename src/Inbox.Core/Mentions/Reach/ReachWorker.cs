using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Mentions.Reach;

/// <summary>
/// Looks how far young posts have spread. A raise counts on the message and its case, and so on their order; clocks and
/// routing keep what they decided by (design: a raise of reach changes order only).
/// </summary>
public sealed partial class ReachWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, LiveNotifier live, TimeProvider time, ILogger<ReachWorker> logger)
    : RepeatingWorker(idle: TimeSpan.FromSeconds(5), pause: TimeSpan.FromSeconds(30))
{
    /// <summary>What a node that died had taken waits so long; whoever asks is given up before that.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(1);

    protected internal override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var worked = false;
        foreach (var channel in rules.Channels.Values.Where(c => c.Enabled))
        {
            if (kinds.Of(channel) is IRefreshesReach adapter)
            {
                await using var scope = scopes.CreateAsyncScope();
                worked |= await RefreshAsync(scope.ServiceProvider.GetRequiredService<InboxDb>(), adapter, rules.Info(channel), cancellationToken);
            }
        }

        return worked;
    }

    private async Task<bool> RefreshAsync(InboxDb db, IRefreshesReach adapter, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await db.WatchNewAsync(channel.Id, now, cancellationToken);
        var due = await db.ClaimWatchesAsync(channel.Id, adapter.MostAtOnce, now, now + Lease, cancellationToken);
        if (due.Count == 0)
        {
            return false;
        }

        var reading = await ReadAsync(adapter, channel, [.. due.Select(d => d.ExternalId)], cancellationToken);
        now = time.Now();
        if (reading.Failed || reading.LimitedUntil is not null)
        {
            var again = reading.LimitedUntil is { } until && until > now ? until : now + Lease;
            long[] ids = [.. due.Select(d => d.MessageId)];
            await db.ReachWatches.Where(w => ids.Contains(w.MessageId)).ExecuteUpdateAsync(set => set.SetProperty(w => w.NextAt, again), cancellationToken);
            return false;
        }

        live.Publish(await db.StoreReachAsync(due, reading.Figures, now, cancellationToken));
        return due.Count == adapter.MostAtOnce;
    }

    private async Task<ReachReading> ReadAsync(IRefreshesReach adapter, ChannelInfo channel, List<string> ids, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await adapter.ReadReachAsync(ids, channel, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, e, channel.Id);
            return new ReachReading([], Failed: true);
        }
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for reach pauses")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Channel {ChannelId} did not tell the reach of its posts")]
    private static partial void LogFailed(ILogger logger, Exception e, long channelId);
}

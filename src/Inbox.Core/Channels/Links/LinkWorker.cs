using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Inbox.Core.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Channels.Links;

/// <summary>Holds the connections of connected channels, each on one node at a time; a saved channel connects anew at once.</summary>
public sealed partial class LinkWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, IntakeSignal signal, TimeProvider time, ILogger<LinkWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly LinkLeases _leases = new(scopes, time);
    private readonly Dictionary<long, Held> _held = [];
    private long _renewedAt;

    private sealed record Held(int Revision, CancellationTokenSource Stop, Task Running);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await TickAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Leases run out meanwhile; whoever reaches the database first goes on.
                    LogPause(logger, e);
                }

                await Task.Delay(Tick, stoppingToken);
            }
        }
        finally
        {
            foreach (var id in _held.Keys.ToList())
            {
                await DropAsync(id);
            }
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        var rules = await rulebook.GetAsync(stoppingToken);
        var wanted = rules.Channels.Values.Where(c => c.Enabled && kinds.Of(c) is IConnectedChannel kind && kind.Connects(c.Settings)).ToDictionary(c => c.Id);
        var lost = await RenewAsync(stoppingToken);
        foreach (var (id, held) in _held.ToList())
        {
            if (held.Running.IsCompleted || lost.Contains(id) || !wanted.TryGetValue(id, out var channel) || channel.Revision != held.Revision)
            {
                await DropAsync(id);
            }
        }

        long[] free = [.. wanted.Keys.Where(id => !_held.ContainsKey(id))];
        foreach (var link in free.Length == 0 ? [] : await _leases.ClaimAsync(free, stoppingToken))
        {
            var channel = wanted[link.ChannelId];
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _held[link.ChannelId] = new Held(channel.Revision, stop, Task.Run(() => RunAsync(rules.Info(channel), link, stop.Token), CancellationToken.None));
        }
    }

    /// <summary>Renews the leases when a third of their time is over; returns what another node has taken.</summary>
    private async Task<IReadOnlyList<long>> RenewAsync(CancellationToken stoppingToken)
    {
        if (_held.Count == 0 || Stopwatch.GetElapsedTime(_renewedAt) < LinkLeases.Lease / 3)
        {
            return [];
        }

        var kept = await _leases.RenewAsync([.. _held.Keys], stoppingToken);
        _renewedAt = Stopwatch.GetTimestamp();
        return [.. _held.Keys.Except(kept)];
    }

    private async Task RunAsync(ChannelInfo channel, ChannelLink link, CancellationToken stop)
    {
        var desk = new LinkDesk(scopes, signal, time, link);
        try
        {
            var end = await RunAsync(channel, desk, stop);
            if (end is null)
            {
                await _leases.ReleaseAsync(channel.Id, CancellationToken.None);
                return;
            }

            LogEnded(logger, channel.Id, end.Lasting);
            await _leases.EndAsync(link, end, desk.WorkedAt, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The database is away: the lease runs out by itself.
            LogPause(logger, e);
        }
    }

    /// <summary>Why the connection is over; null when we ended it.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "One door that fails as nobody foresaw must not close the others; it is logged, shown and tried again.")]
    private async Task<LinkEnd?> RunAsync(ChannelInfo channel, LinkDesk desk, CancellationToken stop)
    {
        try
        {
            var adapter = (IConnectedChannel)kinds.Of(channel.Kind);
            return await adapter.RunAsync(channel, desk, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (LinkLostException)
        {
            return null;
        }
        catch (Exception e)
        {
            LogFailed(logger, e, channel.Id);
            return new LinkEnd("Something went wrong on our side while fetching; the log has the details. It is tried again.");
        }
    }

    private async Task DropAsync(long id)
    {
        if (_held.Remove(id, out var held))
        {
            await held.Stop.CancelAsync();
            await held.Running;
            held.Stop.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connections of channels pause")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection of channel {ChannelId} is over; needs a person: {Lasting}")]
    private static partial void LogEnded(ILogger logger, long channelId, bool lasting);

    [LoggerMessage(Level = LogLevel.Error, Message = "Fetching for channel {ChannelId} failed")]
    private static partial void LogFailed(ILogger logger, Exception e, long channelId);
}

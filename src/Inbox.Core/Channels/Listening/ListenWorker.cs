using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Inbox.Core.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Channels.Listening;

/// <summary>Listens at every open door that says when there is news. Every node does: a second waking does no harm.</summary>
public sealed partial class ListenWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, TimeProvider time, ILogger<ListenWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A server may learn to stream with its next version.</summary>
    private static readonly TimeSpan WhereNotOffered = TimeSpan.FromHours(1);

    private readonly Dictionary<long, Ear> _ears = [];

    private sealed record Ear(int Revision, CancellationTokenSource Stop, Task Listening);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Tick, stoppingToken);
            }
        }
        finally
        {
            foreach (var id in _ears.Keys.ToList())
            {
                await DropAsync(id);
            }
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            var rules = await rulebook.GetAsync(stoppingToken);
            var wanted = rules.Channels.Values.Where(c => c.Enabled && kinds.Of(c) is IListeningChannel).ToDictionary(c => c.Id);
            foreach (var (id, ear) in _ears.ToList())
            {
                if (!wanted.TryGetValue(id, out var channel) || channel.Revision != ear.Revision)
                {
                    await DropAsync(id);
                }
            }

            foreach (var channel in wanted.Values.Where(c => !_ears.ContainsKey(c.Id)))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                _ears[channel.Id] = new Ear(channel.Revision, stop, Task.Run(() => ListenAsync(rules.Info(channel), stop.Token), CancellationToken.None));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogPause(logger, e);
        }
    }

    private async Task ListenAsync(ChannelInfo channel, CancellationToken stop)
    {
        var news = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var waking = WakeAsync(channel.Id, news.Reader, stop);
        var wait = Shortest;
        try
        {
            while (true)
            {
                var heard = false;
                var end = await ListenOnceAsync(channel, () => heard = news.Writer.TryWrite(true) || heard, stop);
                wait = end == ListenEnd.NotOffered ? WhereNotOffered : heard || wait == WhereNotOffered ? Shortest : wait * 2 < Longest ? wait * 2 : Longest;
                await Task.Delay(wait, time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            await waking;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "One door that fails as nobody foresaw must not close the others; polling goes on without it.")]
    private async Task<ListenEnd> ListenOnceAsync(ChannelInfo channel, Action wake, CancellationToken stop)
    {
        try
        {
            return await ((IListeningChannel)kinds.Of(channel.Kind)).ListenAsync(channel, wake, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            LogFailed(logger, e, channel.Id);
            return ListenEnd.Broken;
        }
    }

    private async Task WakeAsync(long channelId, ChannelReader<bool> news, CancellationToken stop)
    {
        try
        {
            await foreach (var _ in news.ReadAllAsync(stop))
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<InboxDb>().AskNowAsync(channelId, time.Now(), stop);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogPause(logger, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Listening is over.
        }
    }

    private async Task DropAsync(long id)
    {
        if (_ears.Remove(id, out var ear))
        {
            await ear.Stop.CancelAsync();
            await ear.Listening;
            ear.Stop.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening to channels pauses")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening to channel {ChannelId} failed")]
    private static partial void LogFailed(ILogger logger, Exception e, long channelId);
}

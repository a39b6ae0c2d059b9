using System.Threading.Channels;
using Inbox.Core.Channels;
using Inbox.Core.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>
/// Turns accepted deliveries into cases: leases rows, parses them in parallel outside any transaction, files them in batches.
/// One batch is parsed while the one before is filed.
/// </summary>
public sealed partial class IntakeWorker(
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    Rulebook rulebook,
    ChannelKinds kinds,
    IntakeSignal signal,
    LiveNotifier live,
    TimeProvider time,
    ILogger<IntakeWorker> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private const int BatchBytes = 16 * 1024 * 1024;
    private const int MostAttempts = 5;
    private const int AloneFromAttempt = 3;
    // What a node that died had taken waits so long; a batch that takes longer is parsed twice and filed once.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private readonly Channel<IReadOnlyList<ParsedDelivery>> _parsed =
        System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<ParsedDelivery>>(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ParseAsync(stoppingToken), FileAsync(stoppingToken));

    private async Task ParseAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await IntakeQueue.ClaimAsync(database, BatchSize, Lease, time.Now(), stoppingToken);
                if (claimed.Count == 0)
                {
                    await signal.WaitAsync(Idle, stoppingToken);
                    continue;
                }

                foreach (var part in Parts(claimed))
                {
                    var parsed = await ParseAsync(part, stoppingToken);
                    if (parsed.Count > 0)
                    {
                        await _parsed.Writer.WriteAsync(parsed, stoppingToken);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The lease runs out and the rows are taken again.
                LogPause(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Rows that failed before go alone, so that one that kills the process takes no other with it; large ones are not held together.</summary>
    private static IEnumerable<List<ClaimedDelivery>> Parts(List<ClaimedDelivery> claimed)
    {
        var part = new List<ClaimedDelivery>();
        var bytes = 0L;
        foreach (var delivery in claimed)
        {
            if (part.Count > 0 && (bytes + delivery.Size > BatchBytes || delivery.Attempts >= AloneFromAttempt))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(delivery);
            bytes += delivery.Size;
            if (delivery.Attempts >= AloneFromAttempt)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<IReadOnlyList<ParsedDelivery>> ParseAsync(List<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        var raw = await IntakeQueue.LoadAsync(database, claimed, stoppingToken);
        var rules = await rulebook.GetAsync(stoppingToken);
        var parsed = new ParsedDelivery?[claimed.Count];
        await Parallel.ForAsync(0, claimed.Count, stoppingToken, async (i, ct) =>
        {
            var delivery = claimed[i];
            try
            {
                var channel = rules.Channels[delivery.ChannelId];
                var payload = raw[delivery.Id];
                parsed[i] = new ParsedDelivery(delivery, kinds.Of(channel).Parse(payload.For(delivery), rules.Info(channel)), payload);
            }
            catch (UnreadableMessageException e)
            {
                await IntakeQueue.ParkAsync(database, delivery.Id, e.Message, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await TryAgainOrParkAsync(delivery, e, ct);
            }
        });
        var read = parsed.OfType<ParsedDelivery>().ToList();
        foreach (var unread in raw.Values.Except(read.Select(p => p.Raw)))
        {
            unread!.Dispose();
        }

        return read;
    }

    private async Task FileAsync(CancellationToken stoppingToken)
    {
        await foreach (var batch in _parsed.Reader.ReadAllAsync(stoppingToken))
        {
            // One of them is bad: each goes alone, so that the others are not kept waiting.
            if (!await TryFileAsync(batch, stoppingToken) && batch.Count > 1)
            {
                foreach (var parsed in batch)
                {
                    await TryFileAsync([parsed], stoppingToken);
                }
            }

            foreach (var parsed in batch)
            {
                parsed.Dispose();
            }
        }
    }

    private async Task<bool> TryFileAsync(IReadOnlyList<ParsedDelivery> batch, CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            live.Publish(await scope.ServiceProvider.GetRequiredService<FileDeliveries>().FileAsync(batch, stoppingToken));
            return true;
        }
        catch (Exception e) when (IsPassing(e))
        {
            LogPause(logger, e);
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            foreach (var parsed in batch)
            {
                await TryAsync(() => IntakeQueue.PostponeAsync(database, parsed.Delivery.Id, time.Now(), error: null, countAttempt: false, stoppingToken));
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (batch.Count == 1)
            {
                await TryAsync(() => TryAgainOrParkAsync(batch[0].Delivery, e, stoppingToken));
            }
            else
            {
                LogBatch(logger, e, batch.Count);
            }

            return false;
        }
    }

    private Task TryAgainOrParkAsync(ClaimedDelivery delivery, Exception e, CancellationToken cancellationToken)
    {
        LogFailed(logger, e, delivery.Id, delivery.Attempts);
        var reason = $"{e.GetType().Name}: {Words.Cut(Words.Storable(e.Message), 500)}";
        return delivery.Attempts >= MostAttempts
            ? IntakeQueue.ParkAsync(database, delivery.Id, reason, cancellationToken)
            : IntakeQueue.PostponeAsync(database, delivery.Id, time.Now() + TimeSpan.FromSeconds(Math.Pow(4, delivery.Attempts)), reason, countAttempt: true, cancellationToken);
    }

    /// <summary>Bookkeeping after a failure may fail itself while the database is away; the lease then does its work.</summary>
    private async Task TryAsync(Func<Task> bookkeeping)
    {
        try
        {
            await bookkeeping();
        }
        catch (NpgsqlException e)
        {
            LogPause(logger, e);
        }
    }

    /// <summary>Connection, deadlock and serialisation errors say nothing about the message.</summary>
    private static bool IsPassing(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
                || at is NpgsqlException { IsTransient: true }
                || (at is NpgsqlException and not PostgresException))
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Intake pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} deliveries could not be filed together")]
    private static partial void LogBatch(ILogger logger, Exception e, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {DeliveryId} failed on attempt {Attempt}")]
    private static partial void LogFailed(ILogger logger, Exception e, long deliveryId, int attempt);
}

using System.Threading.Channels;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>
/// Turns accepted deliveries into cases: leases rows, has them read and completed, files them in batches. One batch is read
/// while the one before is filed.
/// </summary>
public sealed partial class IntakeWorker(
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    DeliveryReader reader,
    MessageCompletion completion,
    FailedDeliveries failed,
    IntakeSignal signal,
    GrowingTables tables,
    LiveNotifier live,
    TimeProvider time,
    ILogger<IntakeWorker> logger) : BackgroundService
{
    private const int BatchSize = 100;

    // What a node that died had taken waits so long; a batch that takes longer is parsed twice and filed once.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    /// <summary>In a flood, what one batch waits for company: its two dozen statements and its commit cost the same for one message as for fifty.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);
    private readonly Channel<IReadOnlyList<ParsedDelivery>> _parsed =
        System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<ParsedDelivery>>(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ReadAsync(stoppingToken), completion.RunAsync(_parsed.Writer, stoppingToken), FileAsync(stoppingToken));

    private async Task ReadAsync(CancellationToken stoppingToken)
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

                foreach (var part in IntakeParts.Of(claimed, c => c))
                {
                    var parsed = await completion.TakeAsync(await reader.ReadAsync(part, stoppingToken), stoppingToken);
                    if (parsed.Count > 0)
                    {
                        await _parsed.Writer.WriteAsync(parsed, stoppingToken);
                    }
                }

                if (claimed.Count is > 1 and < BatchSize)
                {
                    await Task.Delay(Gathering, stoppingToken);
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
            await CountTablesAsync(batch.Count, stoppingToken);
            return true;
        }
        catch (Exception e) when (FailedDeliveries.IsPassing(e))
        {
            LogPause(logger, e);
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            foreach (var parsed in batch)
            {
                await failed.PutBackAsync(parsed.Delivery, TimeSpan.Zero, stoppingToken);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (batch.Count == 1)
            {
                await failed.TryAgainOrParkAsync(batch[0].Delivery, e, stoppingToken);
            }
            else
            {
                LogBatch(logger, e, batch.Count);
            }

            return false;
        }
    }

    /// <summary>The batch is filed, whatever becomes of this.</summary>
    private async Task CountTablesAsync(int messages, CancellationToken cancellationToken)
    {
        try
        {
            await tables.GrewAsync(messages, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            LogPause(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Intake pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} deliveries could not be filed together")]
    private static partial void LogBatch(ILogger logger, Exception e, int count);
}

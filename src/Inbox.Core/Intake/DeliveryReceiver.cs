using System.Threading.Channels;
using Inbox.Core.Channels;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>
/// Accepts raw messages. Callers that arrive together share one transaction: each waits for its commit,
/// so that "accepted" is never said too early, and a flood costs few commits.
/// </summary>
public sealed class DeliveryReceiver(NpgsqlDataSource database, IntakeSignal signal, TimeProvider time) : BackgroundService
{
    private const int MostItems = 64;
    private const int MostBytes = 8 * 1024 * 1024;
    private readonly Channel<Waiting> _waiting = System.Threading.Channels.Channel.CreateBounded<Waiting>(512);

    private sealed record Waiting(InboundItem Item, TaskCompletionSource<Receipt> Done);

    /// <summary>Returns once the message is committed. Needs the hosted service to run.</summary>
    public async Task<Receipt> ReceiveAsync(InboundItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item, new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);

        // Once queued it will be stored; a caller that hangs up does not take it back.
        return await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>A message too large for memory, from a stream that knows its length.</summary>
    public async Task<Receipt> ReceiveStreamAsync(long channelId, RawIdentity identity, Stream content, string contentType, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var receipt = await InboundInsert.InsertStreamAsync(connection, channelId, identity, content, contentType, import: false, time.Now(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Ring();
        return receipt;
    }

    /// <summary>Several at once, all or none, to be filed in this order. Returns once they are committed.</summary>
    public async Task<IReadOnlyList<Receipt>> ReceiveAllAsync(IReadOnlyList<InboundItem> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var receipts = await InboundInsert.InsertAsync(connection, items, time.Now(), cancellationToken, inOrder: true);
        await transaction.CommitAsync(cancellationToken);
        signal.Ring();
        return receipts;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One taker: what comes while it waits for a commit is its next batch. Two would commit twice as often, half as much.
        var batch = new List<Waiting>(MostItems);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            var bytes = 0;
            while (batch.Count < MostItems && bytes < MostBytes && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
                bytes += next.Item.Content.Length;
            }

            await StoreAsync(batch, stoppingToken);
        }
    }

    private async Task StoreAsync(List<Waiting> batch, CancellationToken stoppingToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(stoppingToken);
            var receipts = await InboundInsert.InsertAsync(connection, [.. batch.Select(w => w.Item)], time.Now(), stoppingToken);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.TrySetResult(receipts[i]);
            }

            signal.Ring();
        }
        catch (Exception e)
        {
            // Every caller hears of it and answers "try again"; none was told "accepted".
            foreach (var waiting in batch)
            {
                waiting.Done.TrySetException(e);
            }

            if (e is OperationCanceledException)
            {
                throw;
            }
        }
    }
}

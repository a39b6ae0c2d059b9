using System.Threading.Channels;
using Inbox.Core.Channels;

namespace Inbox.Core.Intake;

/// <summary>
/// Asks far sides for what their messages lack, beside the intake: a far side that hangs holds up its own messages, and
/// nothing that can be filed without it.
/// </summary>
public sealed class MessageCompletion(Rulebook rulebook, ChannelKinds kinds, FailedDeliveries failed, TimeProvider time)
{
    /// <summary>Asked at once. As many wait in line, so that waiting and asking end well within the lease.</summary>
    private const int Lines = 16;

    private const int MostTogether = 100;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What completed messages wait for company, so that they are filed together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private readonly Channel<ParsedDelivery> _waiting = System.Threading.Channels.Channel.CreateBounded<ParsedDelivery>(Lines);
    private readonly Channel<ParsedDelivery> _completed = System.Threading.Channels.Channel.CreateBounded<ParsedDelivery>(MostTogether);

    /// <summary>Takes those whose channel asks for more; returns the others, which can be filed as they are.</summary>
    public async Task<IReadOnlyList<ParsedDelivery>> TakeAsync(IReadOnlyList<ParsedDelivery> parsed, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var ready = new List<ParsedDelivery>(parsed.Count);
        foreach (var delivery in parsed)
        {
            if (kinds.Of(rules.Channels[delivery.Delivery.ChannelId]) is not ICompletesMessages)
            {
                ready.Add(delivery);
            }
            else if (!_waiting.Writer.TryWrite(delivery))
            {
                delivery.Dispose();
                await failed.PutBackAsync(delivery.Delivery, Pause, cancellationToken);
            }
        }

        return ready;
    }

    /// <summary>Completes what was taken and hands it on in batches, until it is told to end.</summary>
    public Task RunAsync(ChannelWriter<IReadOnlyList<ParsedDelivery>> completed, CancellationToken stoppingToken) =>
        Task.WhenAll([GatherAsync(completed, stoppingToken), .. Enumerable.Range(0, Lines).Select(_ => CompleteAsync(stoppingToken))]);

    private async Task GatherAsync(ChannelWriter<IReadOnlyList<ParsedDelivery>> completed, CancellationToken stoppingToken)
    {
        await foreach (var first in _completed.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(Gathering, stoppingToken);
            var batch = new List<ParsedDelivery> { first };
            while (batch.Count < MostTogether && _completed.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            foreach (var part in IntakeParts.Of(batch, p => p.Delivery))
            {
                await completed.WriteAsync(part, stoppingToken);
            }
        }
    }

    private async Task CompleteAsync(CancellationToken stoppingToken)
    {
        await foreach (var parsed in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await CompleteAsync(parsed, stoppingToken) is { } message)
                {
                    await _completed.Writer.WriteAsync(parsed with { Message = message }, stoppingToken);
                    continue;
                }

                await failed.TryLaterAsync(parsed.Delivery, "Waits for what the far side has of it.", stoppingToken);
            }
            catch (Exception e) when (FailedDeliveries.IsPassing(e))
            {
                await failed.PutBackAsync(parsed.Delivery, Pause, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await failed.TryAgainOrParkAsync(parsed.Delivery, e, stoppingToken);
            }

            parsed.Dispose();
        }
    }

    /// <summary>Null: it has to be asked for again.</summary>
    private async Task<IncomingMessage?> CompleteAsync(ParsedDelivery parsed, CancellationToken stoppingToken)
    {
        var (delivery, rules) = (parsed.Delivery, await rulebook.GetAsync(stoppingToken));
        var channel = rules.Channels[delivery.ChannelId];
        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
        try
        {
            var completed = await ((ICompletesMessages)kinds.Of(channel)).CompleteAsync(parsed.Message, parsed.Raw!.For(delivery), rules.Info(channel), either.Token);
            return completed.AskAgain && FailedDeliveries.MayTryAgain(delivery) ? null : completed.Message;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return FailedDeliveries.MayTryAgain(delivery) ? null : parsed.Message;
        }
    }
}

using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Delivery;

/// <summary>
/// Sends what is owed: Pending → Sending, committed before the call, → Sent, Failed or Unknown. Answers leave within
/// half a second of the end of their undo window, each by one node only.
/// </summary>
public sealed partial class DeliveryWorker(
    IServiceScopeFactory scopes,
    Rulebook rulebook,
    ChannelKinds kinds,
    LiveNotifier live,
    TimeProvider time,
    ILogger<DeliveryWorker> logger) : PlacesWorker(places: 8, idle: TimeSpan.FromMilliseconds(500), gathering: TimeSpan.FromMilliseconds(100))
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);

    protected override async Task<IReadOnlyList<Task>> StartDueAsync(int free, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ScheduledAnswers>().LeaveDueAsync(cancellationToken);
        var claimed = await ClaimAsync(scope.ServiceProvider.GetRequiredService<InboxDb>(), free, cancellationToken);
        if (claimed.Count == 0)
        {
            return [];
        }

        var messages = await scope.ServiceProvider.GetRequiredService<OutgoingMessages>().ComposeAsync(claimed, cancellationToken);
        return [.. claimed.Select(d => SendAsync(d, messages.GetValueOrDefault(d.Id), cancellationToken))];
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    /// <summary>Takes what is due, and what a node that died left in Sending: how that attempt ended nobody knows.</summary>
    private Task<List<OutboundDelivery>> ClaimAsync(InboxDb db, int most, CancellationToken cancellationToken)
    {
        var (now, lease) = (time.Now(), time.Now() + Lease);
        return db.OutboundDeliveries.FromSql(
            $"""
            WITH next AS (
                SELECT id FROM outbound_deliveries
                WHERE state IN ('Pending', 'Sending') AND not_before <= {now} AND (state = 'Pending' OR lease_until < {now})
                ORDER BY not_before, id LIMIT {most} FOR UPDATE SKIP LOCKED
            )
            UPDATE outbound_deliveries d SET state = 'Sending', attempts = attempts + 1, lease_until = {lease},
                unsure = d.unsure OR d.state = 'Sending'
            FROM next WHERE d.id = next.id RETURNING d.*
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Sends one answer and stores how that ended. What cannot be stored is taken again when its lease has run out.</summary>
    private async Task SendAsync(OutboundDelivery delivery, OutgoingMessage? message, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var ends = scope.ServiceProvider.GetRequiredService<DeliveryEnds>();
            if (message is null)
            {
                await ends.ErasedAsync(delivery, cancellationToken);
                return;
            }

            var rules = await rulebook.GetAsync(cancellationToken);
            var channel = rules.Channels[delivery.ChannelId];
            var info = rules.Info(channel);
            var result = await HoldAsync(delivery.Id, LookAndSendAsync(delivery, message, channel, info, cancellationToken), cancellationToken);
            LogSent(logger, delivery.Id, delivery.MessageId, result.Outcome, delivery.Attempts);
            if (result.Outcome == SendOutcome.Unknown && kinds.Sender(channel) is IReadsBack)
            {
                await ends.LookAsync(delivery, cancellationToken);
            }
            else
            {
                await ends.StoreAsync(delivery, result, kinds.Sender(channel)?.Identify(message.Token, info).ThreadScope, rules, cancellationToken);
            }

            live.Publish([delivery.CaseId]);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogPause(logger, e);
        }
    }

    /// <summary>Keeps the lease while a large answer is on its way over a slow line, so that no other node sends it too.</summary>
    private async Task<SendResult> HoldAsync(long id, Task<SendResult> sending, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(sending, Task.Delay(Renewal, cancellationToken)) != sending && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var lease = time.Now() + Lease;
                await scope.ServiceProvider.GetRequiredService<InboxDb>().OutboundDeliveries
                    .Where(d => d.Id == id && d.State == OutboundState.Sending)
                    .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, lease), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next renewal may still come in time.
                LogPause(logger, e);
            }
        }

        return await sending;
    }

    /// <summary>Where an earlier attempt may have reached the far side, it is looked for there first.</summary>
    private async Task<SendResult> LookAndSendAsync(OutboundDelivery delivery, OutgoingMessage message, Channel channel, ChannelInfo info, CancellationToken cancellationToken)
    {
        if (kinds.Sender(channel) is not { } sender)
        {
            return new SendResult(SendOutcome.Failed, $"{channel.Name} can no longer send.");
        }

        if (delivery.Unsure && !sender.Traits.ResendIsSafe)
        {
            var found = sender is IReadsBack reader
                ? await LookAsync(reader, message, info, cancellationToken)
                : new ReadBack(ReadBackOutcome.CannotTell);
            switch (found.Outcome)
            {
                case ReadBackOutcome.Found:
                    return SendResult.Sent with { ExternalId = found.ExternalId, Url = found.Url, FurtherIds = found.FurtherIds };
                case ReadBackOutcome.CannotTell:
                    return new SendResult(SendOutcome.Unknown, "Inbox stopped while sending. Look whether it arrived, then send again or leave it.");
            }
        }

        return await TrySendAsync(sender, message, info, cancellationToken);
    }

    private async Task<ReadBack> LookAsync(IReadsBack reader, OutgoingMessage message, ChannelInfo info, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadBackAsync(message, info, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogBroken(logger, e, message.MessageId);
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    private async Task<SendResult> TrySendAsync(ISendingChannel sender, OutgoingMessage message, ChannelInfo info, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(message, info, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogBroken(logger, e, message.MessageId);
            return sender.Traits.ResendIsSafe ? new SendResult(SendOutcome.Later, e.Message) : new SendResult(SendOutcome.Unknown);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Outbound delivery {DeliveryId} of message {MessageId}: {Outcome} on attempt {Attempt}")]
    private static partial void LogSent(ILogger logger, long deliveryId, long messageId, SendOutcome outcome, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending message {MessageId} broke off")]
    private static partial void LogBroken(ILogger logger, Exception e, long messageId);
}

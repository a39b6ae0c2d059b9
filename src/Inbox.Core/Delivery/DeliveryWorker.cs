using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    ThreadTokens tokens,
    LiveNotifier live,
    TimeProvider time,
    ILogger<DeliveryWorker> logger) : BackgroundService
{
    private const int MostAttempts = 12;
    private const int AtOnce = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await ClaimAsync(stoppingToken);
                await Task.WhenAll(claimed.Select(id => SendAsync(id, stoppingToken)));
                if (claimed.Count == 0)
                {
                    await Task.Delay(Idle, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogPause(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Takes what is due, and what a node that died left in Sending: how that attempt ended nobody knows, so no detail is left of it.</summary>
    private async Task<List<long>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var (now, lease) = (time.Now(), time.Now() + Lease);
        return await db.Database.SqlQuery<long>(
            $"""
            WITH next AS (
                SELECT id FROM outbound_deliveries
                WHERE state IN ('Pending', 'Sending') AND not_before <= {now} AND (state = 'Pending' OR lease_until < {now})
                ORDER BY not_before, id LIMIT {AtOnce} FOR UPDATE SKIP LOCKED
            )
            UPDATE outbound_deliveries d SET state = 'Sending', attempts = attempts + 1, lease_until = {lease},
                detail = CASE WHEN d.state = 'Pending' THEN d.detail END
            FROM next WHERE d.id = next.id RETURNING d.id AS "Value"
            """).ToListAsync(cancellationToken);
    }

    private async Task SendAsync(long id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var delivery = await db.OutboundDeliveries.SingleAsync(d => d.Id == id, cancellationToken);
        var rules = await rulebook.GetAsync(cancellationToken);
        var channel = rules.Channels[delivery.ChannelId];
        if (delivery.Attempts > 1 && delivery.Detail is null && !kinds.Of(channel).Traits.ResendIsSafe)
        {
            await EndAsync(db, delivery, OutboundState.Unknown, "Inbox stopped while sending. Look whether it arrived, then send again or leave it.", cancellationToken);
            return;
        }

        var message = await OutgoingMessages.ComposeAsync(db, delivery, tokens, cancellationToken);
        var result = await HoldAsync(delivery.Id, TrySendAsync(message, channel, rules.Info(channel), cancellationToken), cancellationToken);
        LogSent(logger, delivery.Id, delivery.MessageId, result?.Outcome, delivery.Attempts);
        Task done = result switch
        {
            null => EndAsync(db, delivery, OutboundState.Unknown, "The far side broke off while taking the answer. Look whether it arrived, then send again or leave it.", cancellationToken),
            { Outcome: SendOutcome.Sent } => SentAsync(db, delivery, result.Detail, cancellationToken),
            { Outcome: SendOutcome.Later } when delivery.Attempts < MostAttempts => LaterAsync(db, delivery, result, cancellationToken),
            _ => FailAsync(db, delivery, result.Detail ?? "The far side refused it.", rules, cancellationToken),
        };
        await done;
        live.Publish([delivery.CaseId]);
    }

    /// <summary>Keeps the lease while a large answer is on its way over a slow line, so that no other node sends it too.</summary>
    private async Task<SendResult?> HoldAsync(long id, Task<SendResult?> sending, CancellationToken cancellationToken)
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

    private async Task<SendResult?> TrySendAsync(OutgoingMessage message, Channel channel, ChannelInfo info, CancellationToken cancellationToken)
    {
        if (kinds.Sender(channel) is not { } sender)
        {
            return new SendResult(SendOutcome.Failed, $"{channel.Name} can no longer send.");
        }

        try
        {
            return await sender.SendAsync(message, info, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(logger, e, message.MessageId);
            return sender.Traits.ResendIsSafe ? new SendResult(SendOutcome.Later, e.Message) : null;
        }
    }

    private async Task SentAsync(InboxDb db, OutboundDelivery delivery, string? detail, CancellationToken cancellationToken)
    {
        delivery.SentAt = time.Now();
        await EndAsync(db, delivery, OutboundState.Sent, detail, cancellationToken);
    }

    private async Task LaterAsync(InboxDb db, OutboundDelivery delivery, SendResult result, CancellationToken cancellationToken)
    {
        var wait = result.After ?? TimeSpan.FromSeconds(15 * Math.Pow(2, delivery.Attempts - 1));
        delivery.NotBefore = time.Now() + (wait < LongestWait ? wait : LongestWait);
        await EndAsync(db, delivery, OutboundState.Pending, result.Detail ?? "The far side asked to wait.", cancellationToken);
    }

    /// <summary>A permanent failure shows on the message, opens the case, lets the clock go on and tells the author. An acknowledgement had settled nothing.</summary>
    private async Task FailAsync(InboxDb db, OutboundDelivery delivery, string reason, Rules rules, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(delivery.CaseId, Actor.System, rules, cancellationToken);
        var message = await db.Messages.SingleAsync(m => m.Id == delivery.MessageId, cancellationToken);
        var now = time.Now();
        message.Failure = reason;
        delivery.State = OutboundState.Failed;
        delivery.Detail = reason;
        delivery.LeaseUntil = null;
        if (locked.IsOk && message.Automatic == Automatic.None)
        {
            await db.WithdrawAsync(locked.Value, message, CaseStatus.Open, now, cancellationToken);
            locked.Value.Note(CaseEventKind.AnswerFailed, Actor.System, now, reason);
            if (message.AuthorId is { } author)
            {
                db.Notifications.Add(new Notification { AgentId = author, CaseId = delivery.CaseId, At = now, Text = $"Your answer on {locked.Value.Case.Number} did not go out" });
            }

            await locked.Value.SaveAsync(cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<int> EndAsync(InboxDb db, OutboundDelivery delivery, OutboundState state, string? detail, CancellationToken cancellationToken)
    {
        delivery.State = state;
        delivery.LeaseUntil = null;
        delivery.Detail = detail is null ? null : Words.Cut(Words.Storable(detail), 1000);
        return db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Outbound delivery {DeliveryId} of message {MessageId}: {Outcome} on attempt {Attempt}")]
    private static partial void LogSent(ILogger logger, long deliveryId, long messageId, SendOutcome? outcome, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending message {MessageId} broke off")]
    private static partial void LogBroken(ILogger logger, Exception e, long messageId);
}

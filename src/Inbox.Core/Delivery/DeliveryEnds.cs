using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>Stores how an attempt to send ended. The delivery is leased by this node, so nobody else changes it meanwhile.</summary>
internal sealed class DeliveryEnds(InboxDb db, SendingTrouble trouble, TimeProvider time)
{
    /// <summary>Over half an hour.</summary>
    private const int MostLooks = 6;

    /// <param name="delivery">As it was claimed.</param>
    /// <param name="result">What the far side said.</param>
    /// <param name="threadScope">In which replies name our message, where the far side gave it an id.</param>
    /// <param name="rules">The settings of the moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task StoreAsync(OutboundDelivery delivery, SendResult result, string? threadScope, Rules rules, CancellationToken cancellationToken)
    {
        Task stored = result switch
        {
            { Outcome: SendOutcome.Unknown } => UnknownAsync(delivery, result.Detail, cancellationToken),
            { Outcome: SendOutcome.Sent } => SentAsync(delivery, result, threadScope, cancellationToken),
            { Outcome: SendOutcome.Later } when SendRetries.MayTryAgain(result, delivery.Attempts, delivery.CreatedAt, time.Now()) => LaterAsync(delivery, result, cancellationToken),
            _ => FailAsync(delivery, result.Detail ?? "The far side refused it.", rules, cancellationToken),
        };
        await stored;
        await trouble.HeardAsync(db, delivery.ChannelId, result, cancellationToken);
    }

    /// <summary>It may have left or not: an agent looks and decides.</summary>
    public Task UnknownAsync(OutboundDelivery delivery, string? detail, CancellationToken cancellationToken) => SetAsync(
        delivery,
        OutboundState.Unknown,
        detail ?? "The far side broke off while taking the answer. Look whether it arrived, then send again or leave it.",
        delivery.NotBefore,
        sentAt: null,
        cancellationToken);

    /// <summary>The far side is looked at in a while, when what it may have taken would show; after many looks a person decides.</summary>
    public Task LookAsync(OutboundDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Attempts >= MostLooks)
        {
            return UnknownAsync(delivery, "The far side does not say whether it took the answer. Look there, then send again or leave it.", cancellationToken);
        }

        var next = time.Now() + TimeSpan.FromSeconds(30 * Math.Pow(2, delivery.Attempts - 1));
        return SetAsync(delivery, OutboundState.Pending, "It is not known yet whether it arrived", next, sentAt: null, cancellationToken, unsure: true);
    }

    private async Task SentAsync(OutboundDelivery delivery, SendResult result, string? threadScope, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SetAsync(delivery, OutboundState.Sent, result.Detail, delivery.NotBefore, time.Now(), cancellationToken);
        if (result.FurtherIds.Count > 0)
        {
            var further = result.FurtherIds.Select(Words.Storable).ToArray();
            await db.OutboundDeliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.FurtherIds, further), cancellationToken);
        }

        if (result.Url is { } url)
        {
            await db.Messages.Where(m => m.Id == delivery.MessageId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Url, Words.Storable(url)), cancellationToken);
        }

        if (result.ExternalId is { } given && threadScope is not null)
        {
            var id = Words.Storable(given);
            await db.Messages.Where(m => m.Id == delivery.MessageId).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExternalId, id), cancellationToken);
        }

        foreach (var name in threadScope is null ? [] : result.FurtherIds.Prepend(result.ExternalId).OfType<string>())
        {
            // Replies name the id that the far side gave; what waited for it now has its message.
            var hash = ThreadHash.Of(Words.Storable(name));
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO thread_keys (scope, key_hash, case_id, message_id)
                SELECT {threadScope}, {hash}, m.case_id, m.id FROM messages m WHERE m.id = {delivery.MessageId}
                ON CONFLICT (scope, key_hash) DO UPDATE SET case_id = excluded.case_id, message_id = excluded.message_id WHERE thread_keys.message_id IS NULL
                """,
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The message is gone, so there is nothing left to send.</summary>
    public Task ErasedAsync(OutboundDelivery delivery, CancellationToken cancellationToken) =>
        SetAsync(delivery, OutboundState.Undone, "The message was erased before it left.", delivery.NotBefore, sentAt: null, cancellationToken);

    private Task<int> LaterAsync(OutboundDelivery delivery, SendResult result, CancellationToken cancellationToken) => SetAsync(
        delivery,
        OutboundState.Pending,
        result.Detail ?? "The far side asked to wait.",
        SendRetries.Next(result, delivery.Attempts, time.Now()),
        sentAt: null,
        cancellationToken);

    private Task<int> SetAsync(OutboundDelivery delivery, OutboundState state, string? detail, DateTimeOffset notBefore, DateTimeOffset? sentAt, CancellationToken cancellationToken, bool unsure = false)
    {
        var stored = detail is null ? null : Words.Cut(Words.Storable(detail), 1000);
        return db.OutboundDeliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, state)
                .SetProperty(d => d.Detail, stored)
                .SetProperty(d => d.Unsure, unsure)
                .SetProperty(d => d.NotBefore, notBefore)
                .SetProperty(d => d.SentAt, sentAt)
                .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    /// <summary>A permanent failure shows on the message, opens the case, lets the clock go on and tells the author. An acknowledgement had settled nothing.</summary>
    private async Task FailAsync(OutboundDelivery delivery, string reason, Rules rules, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(delivery.CaseId, Actor.System, rules, cancellationToken);
        var message = await db.Messages.SingleAsync(m => m.Id == delivery.MessageId, cancellationToken);
        var now = time.Now();
        message.Failure = reason;
        await SetAsync(delivery, OutboundState.Failed, reason, delivery.NotBefore, sentAt: null, cancellationToken);
        if (locked.IsOk && message.Automatic == Automatic.None)
        {
            await db.WithdrawAsync(locked.Value, message, CaseStatus.Open, now, cancellationToken);
            locked.Value.Note(CaseEventKind.AnswerFailed, Actor.System, now, reason);
            if (message.AuthorId is { } author)
            {
                await db.TellAsync(new Notice(NotificationKind.AnswerTrouble, [author], locked.Value.Case, $"Your answer on {locked.Value.Case.Number} did not go out"), now, cancellationToken);
            }

            await locked.Value.SaveAsync(cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Stores how an attempt to change an answer ended. The change is leased by this node, so nobody else changes it meanwhile.</summary>
internal sealed class AnswerChangeEnds(InboxDb db, SendingTrouble trouble, TimeProvider time)
{
    /// <returns>The case to look at again; null when there is none any more.</returns>
    public async Task<long?> StoreAsync(AnswerChange change, SendResult result, Rules rules, CancellationToken cancellationToken)
    {
        var caseId = result.Outcome switch
        {
            SendOutcome.Sent => await DoneAsync(change, rules, cancellationToken),
            SendOutcome.Later or SendOutcome.Unknown when SendRetries.MayTryAgain(result, change.Attempts, change.CreatedAt, time.Now()) => await LaterAsync(change, result, cancellationToken),
            _ => await FailAsync(change, result.Detail ?? "The far side did not do it.", rules, cancellationToken),
        };

        // Far sides count what is deleted apart: such a limit is none of the door.
        await trouble.HeardAsync(db, change.ChannelId, result with { LimitedUntil = null }, cancellationToken);
        return caseId;
    }

    private async Task<long?> DoneAsync(AnswerChange change, Rules rules, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.Now();
        await SetAsync(change, AnswerChangeState.Done, detail: null, change.NotBefore, now, cancellationToken);
        var locked = await LockAsync(change, rules, cancellationToken);
        if (locked is var (message, @case))
        {
            var actor = Actor.System with { AgentId = change.AgentId };
            if (change.Text is { } text)
            {
                await db.Messages.Where(m => m.Id == message.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, text).SetProperty(m => m.ReplyText, text).SetProperty(m => m.Html, (string?)null).SetProperty(m => m.Format, TextFormat.Plain), cancellationToken);
                await IndexMessages.AgainAsync(db, message.Id, cancellationToken);
                @case.Note(CaseEventKind.AnswerEdited, actor, now, "");
            }
            else
            {
                await db.Messages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.DeletedAt, now), cancellationToken);
                @case.Note(CaseEventKind.AnswerDeleted, actor, now, "");
                await db.AnswerDeletedAsync(@case, message, now, cancellationToken);
            }

            await @case.SaveAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return locked?.Case.Case.Id;
    }

    private async Task<long?> LaterAsync(AnswerChange change, SendResult result, CancellationToken cancellationToken)
    {
        await SetAsync(change, AnswerChangeState.Pending, result.Detail ?? "The far side did not say whether it did it.", SendRetries.Next(result, change.Attempts, time.Now()), doneAt: null, cancellationToken);
        return await db.Messages.Where(m => m.Id == change.MessageId).Select(m => m.CaseId).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>It stands there unchanged; whoever asked is told.</summary>
    private async Task<long?> FailAsync(AnswerChange change, string reason, Rules rules, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SetAsync(change, AnswerChangeState.Failed, reason, change.NotBefore, doneAt: null, cancellationToken);
        var locked = await LockAsync(change, rules, cancellationToken);
        if (locked is var (_, @case) && change.AgentId is { } agent)
        {
            var what = change.Kind == AnswerChangeKind.Edit ? "edited" : "deleted";
            await db.TellAsync(new Notice(NotificationKind.AnswerTrouble, [agent], @case.Case, $"Your answer on {@case.Case.Number} could not be {what}"), time.Now(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return locked?.Case.Case.Id;
    }

    private async Task<(Message Message, LockedCase Case)?> LockAsync(AnswerChange change, Rules rules, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == change.MessageId, cancellationToken);
        if (message?.CaseId is not { } caseId)
        {
            return null;
        }

        var locked = await db.LockVisibleAsync(caseId, Actor.System, rules, cancellationToken);
        return locked.IsOk ? (message, locked.Value) : null;
    }

    private Task<int> SetAsync(AnswerChange change, AnswerChangeState state, string? detail, DateTimeOffset notBefore, DateTimeOffset? doneAt, CancellationToken cancellationToken)
    {
        var stored = detail is null ? null : Words.Cut(Words.Storable(detail), 1000);
        return db.AnswerChanges.Where(c => c.Id == change.Id).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.State, state).SetProperty(c => c.Detail, stored).SetProperty(c => c.NotBefore, notBefore)
                .SetProperty(c => c.DoneAt, doneAt).SetProperty(c => c.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }
}

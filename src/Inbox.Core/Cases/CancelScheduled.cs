using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>An answer that was scheduled, held or awaited approval does not leave: it is a draft again, or thrown away.</summary>
public static class CancelScheduled
{
    /// <param name="Edit">Give it back to the composer with its files; otherwise it is gone.</param>
    public sealed record Command(long MessageId, bool Edit, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var found = await db.LockScheduledAsync(request.MessageId, request.Actor, rules, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var (locked, message, delivery) = found.Value;
            var now = time.Now();
            if (request.Edit)
            {
                await db.GiveBackAsync(message, locked.Case.Id, DraftMode.Reply, request.Actor, now, cancellationToken);
            }

            var kind = delivery.State == OutboundState.AwaitingApproval ? CaseEventKind.ApprovalWithdrawn : CaseEventKind.ScheduleCancelled;
            locked.Note(kind, request.Actor, now, request.Edit ? "to be changed" : "");
            await db.DropAsync(found.Value, cancellationToken);
            await locked.SaveAsync(cancellationToken);
            changes.Case(locked.Case.Id);
            return new Done();
        }
    }
}

/// <summary>An answer that waits for its time or for approval, with its case locked.</summary>
internal sealed record ScheduledAnswer(LockedCase Locked, Message Message, OutboundDelivery Delivery);

internal static class ScheduledAnswerLock
{
    public static readonly Error NotScheduled = new(ErrorKind.Conflict, "not_scheduled", "This answer no longer waits: it has left, or was taken back.");

    public static async Task<Result<ScheduledAnswer>> LockScheduledAsync(this InboxDb db, long messageId, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId && m.Direction == Direction.Outbound, cancellationToken);
        if (message?.CaseId is not { } caseId)
        {
            return NotScheduled;
        }

        var locked = await db.LockAsync(caseId, actor, rules, cancellationToken);
        if (!locked.IsOk)
        {
            return locked.Error;
        }

        var delivery = await db.OutboundDeliveries.SingleOrDefaultAsync(
            d => d.MessageId == messageId && OutboundDelivery.NotYet.Contains(d.State), cancellationToken);
        return delivery is null ? NotScheduled : new ScheduledAnswer(locked.Value, message, delivery);
    }

    /// <summary>It will not leave any more, and is no part of the conversation. The caller saves.</summary>
    public static async Task DropAsync(this InboxDb db, ScheduledAnswer answer, CancellationToken cancellationToken)
    {
        answer.Delivery.State = OutboundState.Undone;
        await db.ThreadKeys.Where(k => k.MessageId == answer.Message.Id).ExecuteDeleteAsync(cancellationToken);
        db.Messages.Remove(answer.Message);
    }
}

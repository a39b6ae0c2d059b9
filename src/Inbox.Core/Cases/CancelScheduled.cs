using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>A scheduled or held answer does not leave: it is a draft again, or thrown away.</summary>
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

            delivery.State = OutboundState.Undone;
            locked.Note(CaseEventKind.ScheduleCancelled, request.Actor, now, request.Edit ? "to be changed" : "");
            await db.ThreadKeys.Where(k => k.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
            db.Messages.Remove(message);
            await locked.SaveAsync(cancellationToken);
            changes.Case(locked.Case.Id);
            return new Done();
        }
    }
}

/// <summary>An answer that waits for its time, with its case locked.</summary>
internal sealed record ScheduledAnswer(LockedCase Locked, Message Message, OutboundDelivery Delivery);

internal static class ScheduledAnswerLock
{
    private static readonly Error NotScheduled = new(ErrorKind.Conflict, "not_scheduled", "This answer no longer waits: it has left, or was taken back.");

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
            d => d.MessageId == messageId && (d.State == OutboundState.Scheduled || d.State == OutboundState.Held), cancellationToken);
        return delivery is null ? NotScheduled : new ScheduledAnswer(locked.Value, message, delivery);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Takes an answer back before it leaves, and gives its text back to the composer.</summary>
public static class UndoReply
{
    public sealed record Command(long MessageId, Actor Actor) : ICommand<Undone>;

    public sealed record Undone(long CaseId, string Text);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Undone>>
    {
        public async Task<Result<Undone>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == request.MessageId && m.Direction == Direction.Outbound && m.Automatic == Automatic.None, cancellationToken);
            if (message?.CaseId is not { } caseId)
            {
                return CaseLocks.NotFound;
            }

            var locked = await db.LockAsync(caseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            // The condition decides against the delivery worker: whoever changes the row first wins.
            var undone = await db.OutboundDeliveries
                .Where(d => d.MessageId == message.Id && d.State == OutboundState.Pending && d.Attempts == 0)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Undone), cancellationToken);
            if (undone == 0)
            {
                return new Error(ErrorKind.Conflict, "already_sent", "Too late to undo: the answer is on its way.");
            }

            var now = time.Now();
            await db.WithdrawAsync(locked.Value, message, message.StatusBefore ?? CaseStatus.Open, now, cancellationToken);
            locked.Value.Note(CaseEventKind.AnswerUndone, request.Actor, now, "");
            await db.ThreadKeys.Where(k => k.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
            db.Messages.Remove(message);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(locked.Value.Case.Id);
            return new Undone(locked.Value.Case.Id, message.ReplyText);
        }
    }
}

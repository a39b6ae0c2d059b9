using Inbox.Core.Access;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Lets an answer leave now that was to leave later, or was held.</summary>
public static class SendScheduled
{
    /// <param name="UndoSeconds">How long it can be taken back.</param>
    public sealed record Command(long MessageId, Actor Actor, int UndoSeconds = 10) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, CaseParticipants participants, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
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
            if (delivery.State == OutboundState.AwaitingApproval)
            {
                return AnswerApproval.Waits;
            }

            if (locked.Case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return CaseLocks.AtRest(locked.Case.Status);
            }

            var now = time.Now();
            await db.LeaveAsync(locked, message, delivery, participants, now.AddSeconds(request.UndoSeconds), now, cancellationToken);
            await locked.SaveAsync(cancellationToken);
            changes.Case(locked.Case.Id);
            return new Done();
        }
    }
}

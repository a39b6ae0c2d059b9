using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Sends an answer again that failed, or of which nobody knows whether it left.</summary>
public static class RetryAnswer
{
    public sealed record Command(long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == request.MessageId && m.Direction == Direction.Outbound, cancellationToken);
            if (message?.CaseId is not { } caseId)
            {
                return CaseLocks.NotFound;
            }

            var locked = await db.LockAsync(caseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var before = locked.Value.Case.Status;
            if (before is CaseStatus.Closed or CaseStatus.Spam)
            {
                return CaseLocks.AtRest(before);
            }

            var now = time.Now();
            var again = await db.OutboundDeliveries
                .Where(d => d.MessageId == message.Id && (d.State == OutboundState.Failed || d.State == OutboundState.Unknown))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.State, OutboundState.Pending).SetProperty(d => d.Attempts, 0).SetProperty(d => d.Unsure, false)
                        .SetProperty(d => d.NotBefore, now).SetProperty(d => d.Detail, (string?)null),
                    cancellationToken);
            if (again == 0)
            {
                return new Error(ErrorKind.Conflict, "not_failed", "This answer has not failed, so there is nothing to send again.");
            }

            // A failed answer was withdrawn; sent again it counts again, from now.
            var failed = message.Failure is not null;
            message.Failure = null;
            if (failed && message.Automatic == Automatic.None && !message.ToThirdParties)
            {
                locked.Value.Case.Answered(before == CaseStatus.Resolved ? before : CaseStatus.Waiting, now);
                locked.Value.Clocks.Answered(message.Id, now);
                locked.Value.Clocks.StatusChanged(before, now, byMessageId: message.Id);
            }

            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }
    }
}

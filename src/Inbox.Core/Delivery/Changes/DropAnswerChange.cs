using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Leaves an answer as it stands after the far side refused to change it.</summary>
public static class DropAnswerChange
{
    public sealed record Command(long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChangeableAnswers answers, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var caseId = await db.Messages.Where(m => m.Id == request.MessageId && m.Direction == Direction.Outbound).Select(m => m.CaseId).SingleOrDefaultAsync(cancellationToken);
            if (caseId is null)
            {
                return CaseLocks.NotFound;
            }

            var locked = await db.LockAsync(caseId.Value, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            await answers.DropFailedAsync(request.MessageId, cancellationToken);
            changes.Case(locked.Value.Case.Id);
            return new Done();
        }
    }
}

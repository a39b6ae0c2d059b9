using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>What a colleague wrote passes nothing on: the case is theirs, as of anybody who writes in.</summary>
public static class DismissForward
{
    internal static readonly Error Decided = new(ErrorKind.Conflict, "no_forward", "This message no longer waits to be taken for a forwarded one.");

    public sealed record Command(long CaseId, long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAsync(request.CaseId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var caseId = locked.Value.Case.Id;
            var dismissed = await db.Messages.Where(m => m.Id == request.MessageId && m.CaseId == caseId && m.Forward != null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Forward, (ForwardedMessage?)null), cancellationToken);
            if (dismissed == 0)
            {
                return Decided;
            }

            locked.Value.Case.Touch();
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }
    }
}

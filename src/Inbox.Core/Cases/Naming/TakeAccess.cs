using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Naming;

/// <summary>Takes away what naming gave: the person no longer reads the case, nor hears of it.</summary>
public static class TakeAccess
{
    public sealed record Command(long CaseId, long AgentId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAsync(request.CaseId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var caseId = locked.Value.Case.Id;
            var taken = await db.CaseReaders.Where(r => r.CaseId == caseId && r.AgentId == request.AgentId).ExecuteDeleteAsync(cancellationToken);
            if (taken == 0)
            {
                return new Error(ErrorKind.Conflict, "no_such_reader", "This person has no access by being named.");
            }

            await db.CaseFollowers.Where(f => f.CaseId == caseId && f.AgentId == request.AgentId).ExecuteDeleteAsync(cancellationToken);
            var name = await db.Users.Where(a => a.Id == request.AgentId).Select(a => a.DisplayName).SingleAsync(cancellationToken);
            locked.Value.Note(CaseEventKind.AccessTaken, request.Actor, time.Now(), name);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }
    }
}

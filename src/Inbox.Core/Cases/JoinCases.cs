using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Joins a case to the one it belongs to, with one click.</summary>
public static class JoinCases
{
    public sealed record Command(long CaseId, long IntoCaseId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);

            // Locks are taken in id order, whoever joins what, so that two joins never wait for each other.
            var locks = new Dictionary<long, LockedCase>();
            foreach (var id in new[] { request.CaseId, request.IntoCaseId }.Order())
            {
                var locked = await db.LockAsync(id, request.Actor, rules, cancellationToken);
                if (!locked.IsOk)
                {
                    return locked.Error;
                }

                locks[id] = locked.Value;
            }

            var (from, into) = (locks[request.CaseId], locks[request.IntoCaseId]);
            if (from.Case.Id == into.Case.Id)
            {
                return new Error(ErrorKind.Conflict, "same_case", "These two are one case already.");
            }

            if (from.Case.OfferedToId is not null)
            {
                return new Error(ErrorKind.Conflict, "offered", "Withdraw the open handoff before you join the case to another.");
            }

            await db.FoldAsync(from, into, request.Actor, time.Now(), cancellationToken);
            await from.SaveAsync(cancellationToken);
            await into.SaveAsync(cancellationToken);
            changes.Case(from.Case.Id);
            changes.Case(into.Case.Id);
            return new Done();
        }
    }
}

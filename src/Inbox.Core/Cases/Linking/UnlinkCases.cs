using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Linking;

/// <summary>Takes a link away, from either of its cases.</summary>
public static class UnlinkCases
{
    public sealed record Command(long CaseId, long LinkId, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

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
            if (await db.CaseLinks.SingleOrDefaultAsync(l => l.Id == request.LinkId && (l.FromId == caseId || l.ToId == caseId), cancellationToken) is not { } link)
            {
                return new Error(ErrorKind.NotFound, "no_such_link", "There is no such link on this case.");
            }

            var (other, now) = (link.FromId == caseId ? link.ToId : link.FromId, time.Now());
            db.CaseLinks.Remove(link);
            locked.Value.Note(CaseEventKind.Unlinked, request.Actor, now, $"from {CaseNumber.Format(other)}");
            db.Events.Add(new CaseEvent { CaseId = other, At = now, Kind = CaseEventKind.Unlinked, AgentId = request.Actor.AgentId, Detail = $"from {locked.Value.Case.Number}" });
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            changes.Case(other);
            return new Done();
        }
    }
}

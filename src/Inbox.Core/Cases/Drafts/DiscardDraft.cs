using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Throws a draft of one's own away, with its files.</summary>
public static class DiscardDraft
{
    public sealed record Command(long DraftId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.Id == request.DraftId && d.AgentId == request.Actor.AgentId, cancellationToken);
            if (draft is null)
            {
                return DraftAccess.NotFound;
            }

            db.Drafts.Remove(draft);
            await db.SaveChangesAsync(cancellationToken);
            if (draft.CaseId is { } caseId)
            {
                changes.Case(caseId);
            }

            return new Done();
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Drafts;

/// <summary>The drafts on a case: one's own whole, the others' by name. One query.</summary>
internal static class CaseDrafts
{
    public sealed record Query(long CaseId, Actor Actor) : IRequest<View>;

    public sealed record View(IReadOnlyList<DraftView> Own, IReadOnlyList<ColleagueDraft> Others);

    public static View None { get; } = new([], []);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query request, CancellationToken cancellationToken)
        {
            var drafts = db.Drafts.VisibleTo(request.Actor, db.Cases).Where(d => d.CaseId == request.CaseId && d.Revision > 0);
            var rows = await DraftReading.Read(db, drafts, request.Actor).ToListAsync(cancellationToken);
            return new View(
                [.. rows.Where(r => r.Own).Select(r => r.ToView())],
                [.. rows.Where(r => !r.Own).Select(r => new ColleagueDraft(r.Draft.Id, r.Draft.Mode, r.Agent, r.Draft.UpdatedAt))]);
        }
    }
}

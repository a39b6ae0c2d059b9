using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>The cases that a case is linked with, as far as the actor may read them. Asked only where there are any.</summary>
internal static class CaseLinks
{
    private const int Most = 50;

    public sealed record Query(long CaseId, Actor Actor) : IRequest<IReadOnlyList<Linked>>;

    /// <param name="Role">How the case at hand stands to this one.</param>
    public sealed record Linked(long LinkId, long Id, string Subject, CaseStatus Status, bool Open, LinkRole Role);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<Linked>>
    {
        public async Task<IReadOnlyList<Linked>> Handle(Query request, CancellationToken cancellationToken)
        {
            var id = request.CaseId;
            var rows = await (
                from l in db.CaseLinks
                where l.FromId == id || l.ToId == id
                join c in db.Cases.VisibleTo(request.Actor) on l.FromId == id ? l.ToId : l.FromId equals c.Id
                orderby c.IsOpen descending, c.Id
                select new { Link = l, c.Id, c.Subject, c.Status, c.IsOpen })
                .Take(Most).ToListAsync(cancellationToken);
            return [.. rows.Select(r => new Linked(r.Link.Id, r.Id, r.Subject, r.Status, r.IsOpen, RoleOf(r.Link, id)))];
        }

        private static LinkRole RoleOf(CaseLink link, long caseId) => link.Kind switch
        {
            LinkKind.ChildOf => link.FromId == caseId ? LinkRole.ChildOf : LinkRole.ParentOf,
            LinkKind.DuplicateOf => LinkRole.DuplicateOf,
            _ => LinkRole.Related,
        };
    }
}

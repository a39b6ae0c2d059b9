using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>What stands above and beside a conversation, with the clocks that matter: one query.</summary>
internal static class ReadCase
{
    public sealed record Query(long Id, Actor Actor) : IRequest<View?>;

    public sealed record View
    {
        public required Case Case { get; init; }

        public required string? Customer { get; init; }

        public required string? Assignee { get; init; }

        public required string? MayBelongTo { get; init; }

        public required IReadOnlyList<SlaClock> Clocks { get; init; }

        /// <summary>Who is on the case besides its customer.</summary>
        public required IReadOnlyList<CasePerson> People { get; init; }

        /// <summary>Somebody is writing something; most of the time nobody is.</summary>
        public required bool HasDrafts { get; init; }
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, View?>
    {
        public Task<View?> Handle(Query request, CancellationToken cancellationToken) =>
            ReadAsync(request.Id, db.Cases.VisibleTo(request.Actor), cancellationToken);

        private Task<View?> ReadAsync(long id, IQueryable<Case> visible, CancellationToken cancellationToken) => (
            from c in visible
            where c.Id == id
            join customer in db.Customers on c.CustomerId equals (long?)customer.Id into customers
            from customer in customers.DefaultIfEmpty()
            join assignee in db.Users on c.AssigneeId equals (long?)assignee.Id into assignees
            from assignee in assignees.DefaultIfEmpty()
            select new View
            {
                Case = c,
                Customer = customer.Name,
                Assignee = assignee.DisplayName,
                MayBelongTo = visible.Where(o => o.Id == c.MayBelongToId).Select(o => o.Subject).FirstOrDefault(),

                // What runs, the first reply and resolution, each department's time, and of repeated cycles the last.
                Clocks = db.SlaClocks
                    .Where(k => k.CaseId == c.Id && (k.StoppedAt == null || k.Metric == SlaMetric.DepartmentTime
                        || !db.SlaClocks.Any(later => later.CaseId == c.Id && later.Metric == k.Metric && later.Cycle > k.Cycle)))
                    .OrderBy(k => k.Id)
                    .ToList(),
                People = db.Participants.Where(p => p.CaseId == c.Id)
                    .Join(db.Handles, p => p.HandleId, h => h.Id, (p, h) => new { p.State, Handle = h })
                    .Join(db.Customers, p => p.Handle.CustomerId, person => person.Id, (p, person) => new CasePerson(
                        p.Handle.Id, person.Id, person.Name, p.Handle.Display, p.Handle.Kind, p.State, p.Handle.DeadSince != null))
                    .ToList(),
                HasDrafts = db.Drafts.Any(d => d.CaseId == c.Id && d.Revision > 0),
            })
            .AsNoTracking().AsSingleQuery().FirstOrDefaultAsync(cancellationToken);
    }
}

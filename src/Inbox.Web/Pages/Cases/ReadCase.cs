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

        public required Handoff? Offer { get; init; }

        public required string? OfferedBy { get; init; }

        public required string? MayBelongTo { get; init; }

        public required IReadOnlyList<SlaClock> Clocks { get; init; }
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, View?>
    {
        public Task<View?> Handle(Query request, CancellationToken cancellationToken) => (
            from c in db.Cases.VisibleTo(request.Actor)
            where c.Id == request.Id
            join customer in db.Customers on c.CustomerId equals (long?)customer.Id into customers
            from customer in customers.DefaultIfEmpty()
            join assignee in db.Users on c.AssigneeId equals (long?)assignee.Id into assignees
            from assignee in assignees.DefaultIfEmpty()
            join offer in db.Handoffs.Where(h => h.State == HandoffState.Offered) on c.Id equals offer.CaseId into offers
            from offer in offers.DefaultIfEmpty()
            join offerer in db.Users on offer.OfferedById equals (long?)offerer.Id into offerers
            from offerer in offerers.DefaultIfEmpty()
            select new View
            {
                Case = c,
                Customer = customer.Name,
                Assignee = assignee.DisplayName,
                Offer = offer,
                OfferedBy = offerer.DisplayName,
                MayBelongTo = db.Cases.Where(o => o.Id == c.MayBelongToId).Select(o => o.Subject).FirstOrDefault(),

                // What runs, the first reply and resolution, each department's time, and of repeated cycles the last.
                Clocks = db.SlaClocks
                    .Where(k => k.CaseId == c.Id && (k.StoppedAt == null || k.Metric == SlaMetric.DepartmentTime
                        || !db.SlaClocks.Any(later => later.CaseId == c.Id && later.Metric == k.Metric && later.Cycle > k.Cycle)))
                    .OrderBy(k => k.Id)
                    .ToList(),
            })
            .AsNoTracking().AsSingleQuery().FirstOrDefaultAsync(cancellationToken);
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Web.Pages.AgentsPage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Finds another case by number or words; without words, others of the same customer.</summary>
internal static class PickCase
{
    private const int Most = 8;

    /// <param name="CaseId">The case that looks for another.</param>
    public sealed record Query(long CaseId, string Words, Actor Actor) : IRequest<IReadOnlyList<Found>>;

    /// <param name="SameCustomer">It is the same person's; null when one of the two has no customer.</param>
    /// <param name="Mine">The actor may change it.</param>
    public sealed record Found(long Id, string Subject, CaseStatus Status, string Department, string? Customer, int Messages, bool? SameCustomer, bool Mine);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, IReadOnlyList<Found>>
    {
        public async Task<IReadOnlyList<Found>> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var customer = await db.Cases.VisibleTo(request.Actor).Where(c => c.Id == request.CaseId).Select(c => c.CustomerId).FirstOrDefaultAsync(cancellationToken);
            var rows = await (
                from c in Candidates(request, customer, rules).Where(c => c.Id != request.CaseId && c.FoldedIntoId == null)
                join p in db.Customers on c.CustomerId equals (long?)p.Id into people
                from p in people.DefaultIfEmpty()
                orderby c.IsOpen descending, c.LastMessageAt descending
                select new { c.Id, c.Subject, c.Status, c.DepartmentId, c.CustomerId, Customer = p.Name, c.MessageCount })
                .Take(Most).ToListAsync(cancellationToken);
            return
            [
                .. rows.Select(c => new Found(
                    c.Id, c.Subject, c.Status, rules.Departments[c.DepartmentId].Name, c.Customer, c.MessageCount,
                    c.CustomerId is null || customer is null ? null : c.CustomerId == customer, request.Actor.Works(c.DepartmentId))),
            ];
        }

        private IQueryable<Case> Candidates(Query request, long? customer, Rules rules)
        {
            var visible = db.Cases.VisibleTo(request.Actor);
            if (CaseNumber.TryParse(request.Words, out var number))
            {
                return visible.Where(c => c.Id == number);
            }

            var search = SearchWords.Parse(request.Words);
            return search.IsEmpty ? visible.Where(c => customer != null && c.CustomerId == customer) : db.Matching(search, request.Actor, rules, time.Now());
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who the customer of a case is: handles, household and other cases, as far as the actor may see them. One query.</summary>
internal static class CustomerContext
{
    private const int MostOthers = 6;

    public sealed record Query(long CustomerId, long CaseId, Actor Actor) : IRequest<View?>;

    public sealed record View
    {
        public required long Id { get; init; }

        public required string Name { get; init; }

        public required string? Group { get; init; }

        public required string Note { get; init; }

        public required DateTimeOffset Since { get; init; }

        /// <summary>People in the household, this one among them.</summary>
        public required int Household { get; init; }

        public required IReadOnlyList<Address> Handles { get; init; }

        public required IReadOnlyList<Other> Others { get; init; }
    }

    public sealed record Address(long Id, string Kind, string Display, bool Shared, long Reach, bool Dead);

    public sealed record Other(long Id, string Subject, CaseStatus Status, string? Of, bool FollowUp);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, View?>
    {
        public Task<View?> Handle(Query request, CancellationToken cancellationToken)
        {
            var (caseId, outside) = (request.CaseId, request.Actor.External);
            var cases = db.Cases.VisibleTo(request.Actor);
            return db.Customers.Where(c => c.Id == request.CustomerId).Select(c => new View
            {
                Id = c.Id,
                Name = c.Name,
                Group = c.Group,
                Note = outside ? "" : c.Note,
                Since = c.CreatedAt,
                Household = outside || c.HouseholdId == null ? 1 : db.Customers.Count(p => p.HouseholdId == c.HouseholdId),
                Handles = db.Handles.Where(h => h.CustomerId == c.Id).OrderBy(h => h.Id)
                    .Select(h => new Address(h.Id, h.Kind, h.Display, h.Shared, h.Reach, h.DeadSince != null)).ToList(),
                Others = cases
                    .Where(o => o.Id != caseId && o.FoldedIntoId == null && !outside && (o.CustomerId == c.Id
                        || db.Customers.Any(p => p.HouseholdId == c.HouseholdId && p.Id == o.CustomerId)))
                    .OrderByDescending(o => o.IsOpen).ThenByDescending(o => o.Id).Take(MostOthers)
                    .Select(o => new Other(
                        o.Id,
                        o.Subject,
                        o.Status,
                        o.CustomerId == c.Id ? null : db.Customers.Where(p => p.Id == o.CustomerId).Select(p => p.Name).FirstOrDefault(),
                        o.FollowUpOfId == caseId)).ToList(),
            }).AsSingleQuery().FirstOrDefaultAsync(cancellationToken);
        }
    }
}

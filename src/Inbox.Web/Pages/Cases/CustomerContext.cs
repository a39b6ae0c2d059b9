using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who the customer of a case is: handles, household and other cases, as far as the actor may see them. Two queries.</summary>
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

        /// <summary>People in the household, this one among them; empty for who lives alone.</summary>
        public required IReadOnlyList<long> People { get; init; }

        public int Household => Math.Max(1, People.Count);

        public required IReadOnlyList<Address> Handles { get; init; }

        public IReadOnlyList<Other> Others { get; init; } = [];
    }

    public sealed record Address(long Id, string Kind, string Display, bool Shared, long Reach, bool Dead);

    public sealed record Other(long Id, string Subject, CaseStatus Status, string? Of, bool FollowUp);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, View?>
    {
        public async Task<View?> Handle(Query request, CancellationToken cancellationToken)
        {
            var (caseId, outside) = (request.CaseId, request.Actor.External);
            var view = await db.Customers.Where(c => c.Id == request.CustomerId).Select(c => new View
            {
                Id = c.Id,
                Name = c.Name,
                Group = c.Group,
                Note = outside ? "" : c.Note,
                Since = c.CreatedAt,
                People = db.Customers.Where(p => !outside && p.HouseholdId != null && p.HouseholdId == c.HouseholdId).Select(p => p.Id).ToList(),
                Handles = db.Handles.Where(h => h.CustomerId == c.Id).OrderBy(h => h.Id)
                    .Select(h => new Address(h.Id, h.Kind, h.Display, h.Shared, h.Reach, h.DeadSince != null)).ToList(),
            }).AsSingleQuery().FirstOrDefaultAsync(cancellationToken);
            if (view is null || outside)
            {
                return view;
            }

            // By the people's ids, so that the index on customers is used: "theirs or their household's" in one condition reads every case.
            var people = view.People.Append(view.Id).Distinct().ToArray();
            var others = await db.Cases.VisibleTo(request.Actor)
                .Where(o => people.Contains(o.CustomerId!.Value) && o.Id != caseId && o.FoldedIntoId == null)
                .OrderByDescending(o => o.IsOpen).ThenByDescending(o => o.Id).Take(MostOthers)
                .Select(o => new Other(
                    o.Id,
                    o.Subject,
                    o.Status,
                    o.CustomerId == view.Id ? null : db.Customers.Where(p => p.Id == o.CustomerId).Select(p => p.Name).FirstOrDefault(),
                    o.FollowUpOfId == caseId))
                .ToListAsync(cancellationToken);
            return view with { Others = others };
        }
    }
}

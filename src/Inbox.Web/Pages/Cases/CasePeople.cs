using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Who is on a case besides its customer. Asked only for a case that the actor may read.</summary>
internal static class CasePeople
{
    private const int Most = 50;

    public sealed record Query(long CaseId) : IRequest<IReadOnlyList<Person>>;

    public sealed record Person(long HandleId, long CustomerId, string Name, string Address, ParticipantState State);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<Person>>
    {
        public async Task<IReadOnlyList<Person>> Handle(Query request, CancellationToken cancellationToken) => await (
            from p in db.Participants
            where p.CaseId == request.CaseId
            join h in db.Handles on p.HandleId equals h.Id
            join c in db.Customers on h.CustomerId equals c.Id
            orderby p.HandleId
            select new Person(h.Id, c.Id, c.Name, h.Display, p.State)).Take(Most).ToListAsync(cancellationToken);
    }
}

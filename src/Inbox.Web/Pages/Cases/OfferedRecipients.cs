using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Whom the composer offers as recipients: the customer's addresses and everybody on the case but guests. One query.</summary>
internal static class OfferedRecipients
{
    public sealed record Query(long CaseId, long? CustomerId) : IRequest<IReadOnlyList<Person>>;

    public sealed record Person(string Name, string Address, bool ThirdParty);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<Person>>
    {
        public async Task<IReadOnlyList<Person>> Handle(Query request, CancellationToken cancellationToken) => await (
            from h in db.Handles
            where h.Kind == HandleKinds.Email && h.DeadSince == null
                && (h.CustomerId == request.CustomerId || db.Participants.Any(p => p.CaseId == request.CaseId && p.HandleId == h.Id && p.State != ParticipantState.Guest))
            join c in db.Customers on h.CustomerId equals c.Id
            orderby h.Id
            select new Person(
                c.Name == h.Display ? "" : c.Name,
                h.Display,
                db.Participants.Any(p => p.CaseId == request.CaseId && p.HandleId == h.Id && p.State == ParticipantState.ThirdParty)))
            .Take(50).ToListAsync(cancellationToken);
    }
}

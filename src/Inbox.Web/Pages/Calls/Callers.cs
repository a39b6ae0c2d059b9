using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Web.Pages.Customers;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Calls;

public sealed record CallerRow(long Id, string Name, string? Group, bool Exact, bool Shared, IReadOnlyList<string> Addresses);

public sealed record CallerCase(long Id, long? CustomerId, string Subject, CaseStatus Status, long DepartmentId, DateTimeOffset DueAt, DateTimeOffset LastMessageAt);

/// <summary>Who may be calling, with their open cases in any department the agent may read.</summary>
internal sealed class Callers(InboxDb db, Actor actor)
{
    private const int Most = 5;

    /// <summary>The owner of the number first, then those whose name or number contains what was typed.</summary>
    public async Task<List<CallerRow>> FindAsync(string number, string name, string? countryCode, CancellationToken cancellationToken)
    {
        var value = HandleKinds.Normalise(HandleKinds.Phone, number, countryCode);
        var customers = db.Customers.AsNoTracking().VisibleTo(actor, db.Cases);
        var digits = value.Count(char.IsDigit) >= 3;
        if (!digits && name.Trim().Length < 2)
        {
            return [];
        }

        var found = name.Trim().Length < 2 ? customers.Matching(db, value)
            : digits ? customers.Matching(db, value).Union(customers.Matching(db, name))
            : customers.Matching(db, name);
        return await found
            .Select(c => new
            {
                Customer = c,
                Exact = db.Handles.Any(h => h.CustomerId == c.Id && h.Kind == HandleKinds.Phone && h.Value == value),
            })
            .OrderByDescending(c => c.Exact).ThenByDescending(c => c.Customer.Id)
            .Take(Most)
            .Select(c => new CallerRow(
                c.Customer.Id,
                c.Customer.Name,
                c.Customer.Group,
                c.Exact,
                db.Handles.Any(h => h.CustomerId == c.Customer.Id && h.Kind == HandleKinds.Phone && h.Value == value && h.Shared),
                db.Handles.Where(h => h.CustomerId == c.Customer.Id).OrderBy(h => h.Id).Select(h => h.Display).ToList()))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Open cases of these people, and the one that the call was started from.</summary>
    public Task<List<CallerCase>> CasesAsync(IEnumerable<CallerRow> callers, long? caseId, CancellationToken cancellationToken)
    {
        long[] ids = [.. callers.Select(c => c.Id)];
        return db.Cases.VisibleTo(actor)
            .Where(c => (c.IsOpen && c.CustomerId != null && ids.Contains(c.CustomerId.Value)) || c.Id == caseId)
            .OrderByDescending(c => c.LastMessageAt)
            .Select(c => new CallerCase(c.Id, c.CustomerId, c.Subject, c.Status, c.DepartmentId, c.NextDueAt, c.LastMessageAt))
            .Take(30)
            .ToListAsync(cancellationToken);
    }
}

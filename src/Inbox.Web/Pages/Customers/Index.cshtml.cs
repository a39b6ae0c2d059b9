using System.Globalization;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Customers;

/// <summary>Everybody who ever wrote or called, newest first, found by name or address.</summary>
public sealed class IndexModel(InboxDb db) : InboxPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public long? Next { get; private set; }

    /// <param name="Addresses">All of them: a "first three" in SQL would number the addresses of every customer there is.</param>
    public sealed record Row(long Id, string Name, string? Group, IReadOnlyList<Address> Addresses, int OpenCases, DateTimeOffset? LastAt);

    public sealed record Address(string Kind, string Display);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var found = db.Customers.AsNoTracking().VisibleTo(Me, db.Cases).Matching(db, Q);
        var rows = await found
            .Where(c => After == null || c.Id < After)
            .OrderByDescending(c => c.Id)
            .Take(PageSize + 1)
            .Select(c => new Row(
                c.Id,
                c.Name,
                c.Group,
                db.Handles.Where(h => h.CustomerId == c.Id).OrderBy(h => h.Id).Select(h => new Address(h.Kind, h.Display)).ToList(),
                db.Cases.Count(x => x.CustomerId == c.Id && x.IsOpen),
                db.Cases.Where(x => x.CustomerId == c.Id).Max(x => (DateTimeOffset?)x.LastMessageAt)))
            .ToListAsync(cancellationToken);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Rows[^1].Id : null;
        return Request.Headers.ContainsKey("HX-Request") ? Partial("_Rows", this) : Page();
    }

    /// <summary>Somebody to pick, as one types.</summary>
    public async Task<IActionResult> OnGetPickAsync(string? q, long except, CancellationToken cancellationToken)
    {
        var found = string.IsNullOrWhiteSpace(q)
            ? []
            : await db.Customers.AsNoTracking().VisibleTo(Me, db.Cases).Matching(db, q)
                .Where(c => c.Id != except)
                .OrderByDescending(c => c.Id)
                .Take(6)
                .Select(c => new PickRow(c.Id, c.Name, db.Handles.Where(h => h.CustomerId == c.Id).OrderBy(h => h.Id).Select(h => h.Display).FirstOrDefault()))
                .ToListAsync(cancellationToken);
        return Partial("_Pick", found);
    }

    public sealed record PickRow(long Id, string Name, string? Address);

    public string More() => Url.Page("/Customers/Index", new { q = Q, after = Next?.ToString(CultureInfo.InvariantCulture) })!;
}

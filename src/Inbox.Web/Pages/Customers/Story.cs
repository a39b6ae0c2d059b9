using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Customers;

public sealed record HandleRow(long Id, string Kind, string Display, bool Shared, DateTimeOffset? DeadSince, DateTimeOffset? NoAutomaticSince, long Reach);

public sealed record CaseRow(long Id, string Subject, CaseStatus Status, bool IsOpen, long DepartmentId, DateTimeOffset DueAt, DateTimeOffset LastMessageAt);

public sealed record MemberRow(long Id, string Name);

/// <summary>One thing said, on whatever channel and case.</summary>
public sealed record SaidRow(
    long Id, long? CaseId, long ChannelId, Direction Direction, string FromName, string Subject, string Text, DateTimeOffset At, CallDetails? Call, Visibility Visibility);

/// <summary>One customer, one story: everything said by and to them that the actor may read.</summary>
internal sealed class Story(InboxDb db, Actor actor)
{
    public const int PageSize = 30;

    public Task<Customer?> CustomerAsync(long id, CancellationToken cancellationToken) =>
        db.Customers.AsNoTracking().VisibleTo(actor, db.Cases).FirstOrDefaultAsync(c => c.Id == id, cancellationToken);

    public Task<List<HandleRow>> HandlesAsync(long id, CancellationToken cancellationToken) =>
        db.Handles.Where(h => h.CustomerId == id).OrderBy(h => h.Id)
            .Select(h => new HandleRow(h.Id, h.Kind, h.Display, h.Shared, h.DeadSince, h.NoAutomaticSince, h.Reach))
            .ToListAsync(cancellationToken);

    /// <summary>Open ones first. Folded cases are aliases and not listed.</summary>
    public Task<List<CaseRow>> CasesAsync(long id, CancellationToken cancellationToken) =>
        db.Cases.VisibleTo(actor).Where(c => c.CustomerId == id && c.FoldedIntoId == null)
            .OrderByDescending(c => c.IsOpen).ThenByDescending(c => c.Id)
            .Select(c => new CaseRow(c.Id, c.Subject, c.Status, c.IsOpen, c.DepartmentId, c.NextDueAt, c.LastMessageAt))
            .ToListAsync(cancellationToken);

    public Task<List<MemberRow>> HouseholdAsync(Customer customer, CancellationToken cancellationToken) =>
        db.Customers.VisibleTo(actor, db.Cases)
            .Where(c => customer.HouseholdId != null && c.HouseholdId == customer.HouseholdId && c.Id != customer.Id)
            .OrderBy(c => c.Name).Select(c => new MemberRow(c.Id, c.Name))
            .ToListAsync(cancellationToken);

    /// <summary>Newest first. Two index scans, one by case and one by handle: mentions have a handle but may have no case.</summary>
    public Task<List<SaidRow>> MessagesAsync(long[] cases, long[] handles, long? before, CancellationToken cancellationToken) =>
        db.Messages.AsNoTracking().VisibleTo(actor, db)
            .Where(m => (m.CaseId != null && cases.Contains(m.CaseId.Value)) || (m.HandleId != null && handles.Contains(m.HandleId.Value)))
            .Where(m => before == null || m.Id < before)
            .OrderByDescending(m => m.Id)
            .Take(PageSize + 1)
            .Select(m => new SaidRow(m.Id, m.CaseId, m.ChannelId, m.Direction, m.FromName == "" ? m.FromAddress : m.FromName, m.Subject, m.ReplyText.Substring(0, 600), m.ReceivedAt, m.Call, m.Visibility))
            .ToListAsync(cancellationToken);
}

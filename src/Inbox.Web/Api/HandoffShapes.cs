using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>A handoff from its offer to its end.</summary>
/// <param name="Missing">Labels of what the receiver asks for and was not told.</param>
internal sealed record HandoffItem(
    long Id,
    HandoffState State,
    DepartmentRef From,
    DepartmentRef To,
    string Reason,
    IReadOnlyList<ChecklistView> Checklist,
    IReadOnlyList<string> Missing,
    string? OfferedBy,
    DateTimeOffset OfferedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? DeclineReason,
    string? DoneBy,
    DateTimeOffset? DoneAt,
    string? Done);

internal sealed record ChecklistView(string Label, ChecklistKind Kind, bool Required, string? Value);

/// <summary>Reads handoffs in the shapes of the API.</summary>
internal static class HandoffShapes
{
    public static async Task<List<HandoffItem>> ReadHandoffsAsync(
        this InboxDb db, IQueryable<Handoff> handoffs, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var rows = await db.VisibleHandoffs(handoffs, actor).AsNoTracking().OrderBy(h => h.Id)
            .Select(h => new
            {
                Handoff = h,
                By = db.Users.Where(a => a.Id == h.OfferedById).Select(a => a.DisplayName).FirstOrDefault(),
                Decider = db.Users.Where(a => a.Id == h.DecidedById).Select(a => a.DisplayName).FirstOrDefault(),
                Finisher = db.Users.Where(a => a.Id == h.DoneById).Select(a => a.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new HandoffItem(
            r.Handoff.Id,
            r.Handoff.State,
            DepartmentRef.Of(rules.Departments[r.Handoff.FromDepartmentId]),
            DepartmentRef.Of(rules.Departments[r.Handoff.ToDepartmentId]),
            r.Handoff.Reason,
            r.Handoff.Checklist.ConvertAll(e => new ChecklistView(e.Label, e.Kind, e.Required, e.Value)),
            [.. r.Handoff.Missing],
            r.By,
            r.Handoff.OfferedAt,
            r.Decider,
            r.Handoff.DecidedAt,
            r.Handoff.DeclineReason,
            r.Finisher,
            r.Handoff.DoneAt,
            r.Handoff.DoneWords));
    }

    /// <summary>The case of a handoff that the actor may know of, by the number of the case.</summary>
    public static async Task<long?> FindHandoffAsync(this InboxDb db, string number, long id, Actor actor, CancellationToken cancellationToken) =>
        CaseNumber.TryParse(number, out var caseId)
            ? await db.VisibleHandoffs(db.Handoffs.Where(h => h.Id == id && h.CaseId == caseId), actor).Select(h => (long?)h.CaseId).FirstOrDefaultAsync(cancellationToken)
            : null;

    /// <summary>A contractor knows of its own handoffs, also of those that are over; the others of those of cases they may read.</summary>
    private static IQueryable<Handoff> VisibleHandoffs(this InboxDb db, IQueryable<Handoff> handoffs, Actor actor)
    {
        var (own, visible) = (actor.DepartmentIds, db.Cases.VisibleTo(actor));
        return actor.External
            ? handoffs.Where(h => own.Contains(h.FromDepartmentId) || own.Contains(h.ToDepartmentId))
            : handoffs.Where(h => visible.Any(c => c.Id == h.CaseId));
    }
}

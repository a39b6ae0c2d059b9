using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Reads cases in the shapes of the API: four queries for one case, one for a page of them.</summary>
internal static class CaseReading
{
    public static IQueryable<CaseRow> Rows(this InboxDb db, IQueryable<Case> cases) =>
        from c in cases.AsNoTracking()
        join customer in db.Customers on c.CustomerId equals (long?)customer.Id into customers
        from customer in customers.DefaultIfEmpty()
        join agent in db.Users on c.AssigneeId equals (long?)agent.Id into agents
        from agent in agents.DefaultIfEmpty()
        select new CaseRow(
            c,
            customer == null ? null : new CustomerRef(customer.Id, customer.Name, customer.Group),
            agent == null ? null : new AgentRef(agent.Id, agent.DisplayName, agent.Email));

    /// <summary>The id of a case the actor may read; a folded number leads to the case that took it over.</summary>
    public static async Task<long?> FindCaseAsync(this InboxDb db, string number, Actor actor, CancellationToken cancellationToken)
    {
        if (!CaseNumber.TryParse(number, out var id))
        {
            return null;
        }

        var visible = db.Cases.VisibleTo(actor);
        return await visible
            .Where(c => c.Id == (db.Cases.Where(named => named.Id == id).Select(named => named.FoldedIntoId).FirstOrDefault() ?? id))
            .Select(c => (long?)c.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Null when there is none that the actor may read.</summary>
    public static async Task<CaseView?> ReadCaseAsync(this InboxDb db, long id, Actor actor, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Rows(db.Cases.VisibleTo(actor).Where(c => c.Id == id)).FirstOrDefaultAsync(cancellationToken) is not { } row)
        {
            return null;
        }

        var found = row.Case;
        var clocks = await db.SlaClocks.AsNoTracking().Where(k => k.CaseId == id).OrderBy(k => k.Id).ToListAsync(cancellationToken);
        var handles = row.Customer is not { } customer ? [] : await db.Handles
            .Where(h => h.CustomerId == customer.Id).OrderBy(h => h.Id)
            .Select(h => new HandleView(h.Kind, h.Value, h.Shared))
            .ToListAsync(cancellationToken);
        var offer = found.OfferedToId is null ? null : await db.Handoffs.AsNoTracking()
            .FirstOrDefaultAsync(h => h.CaseId == id && h.State == HandoffState.Offered, cancellationToken);
        return new CaseView(
            CaseItem.Of(row, rules),
            row.Customer is { } known ? new CustomerView(known.Id, known.Name, known.Group, handles) : null,
            actor.External ? new RoutingView(RuleId: null, "") : new RoutingView(found.RoutingRuleId, found.RoutingReason),
            [.. clocks.Select(k => ClockView.Of(k, rules, now))])
        {
            Handoff = offer is null ? null : new HandoffView(
                offer.Id, DepartmentRef.Of(rules.Departments[offer.FromDepartmentId]), DepartmentRef.Of(rules.Departments[offer.ToDepartmentId]), offer.Reason, offer.OfferedAt),
            FollowUpOf = found.FollowUpOfId is { } before ? CaseNumber.Format(before) : null,
            MayBelongTo = found.MayBelongToId is { } other && !actor.External ? CaseNumber.Format(other) : null,
        };
    }
}

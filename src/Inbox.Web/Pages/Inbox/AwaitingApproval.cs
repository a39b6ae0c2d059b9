using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Delivery;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>Cases with an answer that waits for somebody's approval.</summary>
internal static class AwaitingApproval
{
    /// <param name="departments">Whose answers the actor approves; null: of all.</param>
    public static IQueryable<Case> CasesToApprove(this InboxDb db, Actor actor, IReadOnlyList<long>? departments)
    {
        var me = actor.AgentId;
        var waiting = db.OutboundDeliveries.Where(d => d.State == OutboundState.AwaitingApproval && db.Messages.Any(m => m.Id == d.MessageId && m.AuthorId != me));
        var cases = db.Cases.VisibleTo(actor).Where(c => waiting.Any(d => d.CaseId == c.Id));
        return departments is null ? cases : cases.Where(c => departments.Contains(c.DepartmentId));
    }
}

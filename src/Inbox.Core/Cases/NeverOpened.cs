using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>A case that we opened and whose only message was taken back before it left: nobody outside ever heard of it.</summary>
internal static class NeverOpened
{
    /// <summary>The case is locked and holds no message any more.</summary>
    public static async Task ForgetCaseAsync(this InboxDb db, long caseId, CancellationToken cancellationToken)
    {
        await db.SlaClocks.Where(c => c.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Escalations.Where(e => e.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Events.Where(e => e.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Tasks.Where(t => t.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.OpenPlaybooks.Where(p => p.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Handoffs.Where(h => h.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Participants.Where(p => p.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Notifications.Where(n => n.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await db.Cases.Where(c => c.Id == caseId).ExecuteDeleteAsync(cancellationToken);
    }
}

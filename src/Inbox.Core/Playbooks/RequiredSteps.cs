using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

internal static class RequiredSteps
{
    /// <summary>Asks why a case is resolved although steps are open that should be done before; null when there is nothing to ask.</summary>
    public static async Task<Error?> AskAsync(InboxDb db, LockedCase locked, CaseStatus? status, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        if (status is not (CaseStatus.Resolved or CaseStatus.Closed) || !locked.Case.IsOpen || !string.IsNullOrWhiteSpace(reason))
        {
            return null;
        }

        var id = locked.Case.Id;
        var open = await db.OpenPlaybooks.AsNoTracking().VisibleTo(actor).Where(p => p.CaseId == id && p.CompletedAt == null).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        foreach (var playbook in open)
        {
            var owed = playbook.Steps.FindAll(s => s is { Required: true, DoneAt: null });
            if (owed.Count > 0)
            {
                return new Error(ErrorKind.Invalid, "reason_needed", $"“{playbook.Name}” has {(owed.Count == 1 ? "a required step" : $"{owed.Count} required steps")} open, the first: {owed[0].Text}. Do {(owed.Count == 1 ? "it" : "them")}, or say why the case is resolved without.");
            }
        }

        return null;
    }
}

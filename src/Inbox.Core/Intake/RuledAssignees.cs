using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Routing;

namespace Inbox.Core.Intake;

/// <summary>Finds somebody for the new cases of a batch whose rule asks for it, one after the other, so that the second sees what the first was given.</summary>
internal static class RuledAssignees
{
    public static async Task FindAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.ToAssign.Count == 0)
        {
            return;
        }

        var workload = await Workload.LoadAsync(db, batch.ToAssign.ConvertAll(a => (a.Case.Case.DepartmentId, a.Case.Case.CustomerId, a.Assignment)), batch.Now, cancellationToken);
        foreach (var (filing, assignment) in batch.ToAssign)
        {
            if (workload.Give(filing.Case, assignment, batch.Rules, by: null) is { } given)
            {
                batch.Note(filing.Case.Id, CaseEventKind.Assigned, given.Why);
                batch.Notices.Add(given.Told);
            }
        }

        await workload.SaveAsync(db, cancellationToken);
    }
}

using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Tasks;

/// <summary>A case is not resolved by oversight while somebody still does something for it.</summary>
internal static class OpenTasks
{
    /// <summary>Null when nothing is open, or the case does not end.</summary>
    public static async Task<Error?> OpenTasksRefusalAsync(this InboxDb db, Case @case, CaseStatus then, CancellationToken cancellationToken)
    {
        if (then is not (CaseStatus.Resolved or CaseStatus.Closed) || !@case.IsOpen)
        {
            return null;
        }

        var open = await db.Tasks.CountAsync(t => t.CaseId == @case.Id && t.State == TaskState.Open, cancellationToken);
        return open == 0 ? null : new Error(
            ErrorKind.Conflict,
            "open_tasks",
            open == 1 ? "Somebody was asked for something on this case and has not answered yet." : FormattableString.Invariant($"{open} things were asked for on this case and are not done yet."));
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Tasks;

/// <summary>The frame of every change to a task that was asked: lock its case, look at the right, change, save, tell open pages.</summary>
internal sealed class TaskDesk(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time)
{
    private static readonly Error NotFound = new(ErrorKind.NotFound, "task_not_found", "There is no such task of yours.");

    private static readonly Error Over = new(ErrorKind.Conflict, "task_over", "This task is not open any more.");

    /// <summary>What a change works on.</summary>
    public sealed record Scene(CaseTask Task, LockedCase Case, Rules Rules, DateTimeOffset Now);

    /// <param name="taskId">The task.</param>
    /// <param name="actor">Who asks. A task lets nobody read its case, so it is found by its department, not by the case.</param>
    /// <param name="byAsker">Only the department that asked may do this; otherwise the one that was asked.</param>
    /// <param name="change">Answers an error to leave all as it was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Result<Done>> ChangeAsync(long taskId, Actor actor, bool byAsker, Func<Scene, Task<Error?>> change, CancellationToken cancellationToken)
    {
        if (await db.Tasks.Where(t => t.Id == taskId).Select(t => (long?)t.CaseId).FirstOrDefaultAsync(cancellationToken) is not { } caseId)
        {
            return NotFound;
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(caseId, Actor.System, rules, cancellationToken);
        if (!locked.IsOk)
        {
            return NotFound;
        }

        // Read after the lock, so that of two who finish it at once the second finds it done.
        var task = await db.Tasks.SingleAsync(t => t.Id == taskId, cancellationToken);
        if (!actor.Works(byAsker ? task.FromDepartmentId : task.DepartmentId))
        {
            return NotFound;
        }

        if (task.State != TaskState.Open)
        {
            return Over;
        }

        if (await change(new Scene(task, locked.Value, rules, time.Now())) is { } error)
        {
            return error;
        }

        await locked.Value.SaveAsync(cancellationToken);
        changes.Case(locked.Value.Case.Id);
        return new Done();
    }
}

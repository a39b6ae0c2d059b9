using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>Reminds of tasks: their people once when three quarters of the time are over and once when they are late; then who asked hears it, too.</summary>
internal sealed class RemindTasks(InboxDb db, Rulebook rulebook, TimeProvider time) : IJob
{
    private const int Batch = 100;

    public string Name => "remind-tasks";

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var due = await db.Tasks.AsNoTracking().Where(t => t.RemindAt <= now).OrderBy(t => t.RemindAt)
            .Select(t => new { t.Id, t.CaseId }).Take(Batch).ToListAsync(cancellationToken);
        foreach (var task in due)
        {
            await RemindAsync(task.Id, task.CaseId, now, cancellationToken);
        }

        return due.Count == Batch;
    }

    private async Task RemindAsync(long taskId, long caseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(caseId, Actor.System, rules, cancellationToken);
        var task = await db.Tasks.SingleAsync(t => t.Id == taskId, cancellationToken);
        if (!locked.IsOk || task.RemindAt is null || task.RemindAt > now)
        {
            return;
        }

        var (@case, late) = (locked.Value.Case, task.Reminded(now));
        var number = @case.Number;
        await db.TellTaskAsync(task, @case, late ? $"What you were asked for on {number} is late" : $"What you were asked for on {number} is due soon", rules, Actor.System, now, cancellationToken);
        if (late && task.AskedById is { } asker && asker != task.AssigneeId)
        {
            await db.TellAsync(new Notice(NotificationKind.Task, [asker], @case, $"{number}: {rules.Departments[task.DepartmentId].Name} is late with what you asked for"), now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Something asked of a department on a case that stays where it is.</summary>
/// <param name="From">The department that asked.</param>
/// <param name="Department">The one that was asked.</param>
/// <param name="AskedBy">Null when a program asked.</param>
/// <param name="Assignee">Null: whoever of the department takes it.</param>
/// <param name="Answer">What was done or found, or why it was declined.</param>
internal sealed record TaskItem(
    long Id,
    string Case,
    TaskState State,
    DepartmentRef From,
    DepartmentRef Department,
    string Text,
    string? AskedBy,
    DateTimeOffset AskedAt,
    DateTimeOffset DueAt,
    string? Assignee,
    string? Answer,
    string? DecidedBy,
    DateTimeOffset? DecidedAt);

/// <summary>Reads tasks in the shapes of the API.</summary>
internal static class TaskShapes
{
    public static async Task<List<TaskItem>> ReadTasksAsync(this InboxDb db, IQueryable<CaseTask> tasks, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var rows = await db.VisibleTasks(tasks, actor).AsNoTracking().OrderBy(t => t.Id)
            .Select(t => new
            {
                Task = t,
                By = db.Users.Where(a => a.Id == t.AskedById).Select(a => a.DisplayName).FirstOrDefault(),
                Assignee = db.Users.Where(a => a.Id == t.AssigneeId).Select(a => a.DisplayName).FirstOrDefault(),
                Decider = db.Users.Where(a => a.Id == t.DecidedById).Select(a => a.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new TaskItem(
            r.Task.Id,
            CaseNumber.Format(r.Task.CaseId),
            r.Task.State,
            DepartmentRef.Of(rules.Departments[r.Task.FromDepartmentId]),
            DepartmentRef.Of(rules.Departments[r.Task.DepartmentId]),
            r.Task.Text,
            r.By,
            r.Task.AskedAt,
            r.Task.DueAt,
            r.Assignee,
            r.Task.Answer,
            r.Decider,
            r.Task.DecidedAt));
    }

    /// <summary>The tasks of a case by its number, also by that of a case that was joined to it; null for what is no number.</summary>
    public static IQueryable<CaseTask>? TasksOf(this InboxDb db, string number) => CaseNumber.TryParse(number, out var id)
        ? db.Tasks.Where(t => t.CaseId == (db.Cases.Where(named => named.Id == id).Select(named => named.FoldedIntoId).FirstOrDefault() ?? id))
        : null;

    /// <summary>Whose department asked or was asked knows of a task, whether or not they may read its case; a contractor knows of no others.</summary>
    public static IQueryable<CaseTask> VisibleTasks(this InboxDb db, IQueryable<CaseTask> tasks, Actor actor)
    {
        var (own, outside, visible) = (actor.DepartmentIds, actor.External, db.Cases.VisibleTo(actor));
        return tasks.Where(t => own.Contains(t.FromDepartmentId) || own.Contains(t.DepartmentId) || (!outside && visible.Any(c => c.Id == t.CaseId)));
    }
}

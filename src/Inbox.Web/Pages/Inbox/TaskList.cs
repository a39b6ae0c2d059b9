using Inbox.Core.Access;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>What the actor's departments were asked for and have not done, the earliest due first.</summary>
internal static class TaskList
{
    public sealed record Query(CaseList.Cursor? After, Actor Actor, int Rows = CaseList.PageSize) : IRequest<Page>;

    public sealed record Page(IReadOnlyList<Row> Rows, CaseList.Cursor? Next);

    /// <summary>A task gives no right to read its case, so that is told apart.</summary>
    public sealed record Row
    {
        public required long Id { get; init; }

        public required long CaseId { get; init; }

        /// <summary>Null for who may not read the case.</summary>
        public required string? Subject { get; init; }

        public required string Text { get; init; }

        public required long FromDepartmentId { get; init; }

        public required long DepartmentId { get; init; }

        public required string? AskedBy { get; init; }

        public required long? AssigneeId { get; init; }

        public required string? Assignee { get; init; }

        public required DateTimeOffset DueAt { get; init; }
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = InboxView.ScopeOf(request.Actor);
            var tasks = db.Tasks.Where(t => t.State == TaskState.Open && (scope == null || scope.Contains(t.DepartmentId)));
            if (request.After is { } after)
            {
                tasks = tasks.Where(t => EF.Functions.GreaterThan(ValueTuple.Create(t.DueAt, t.Id), ValueTuple.Create(after.At, after.Id)));
            }

            var visible = db.Cases.VisibleTo(request.Actor);
            var rows = await tasks.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(request.Rows + 1)
                .Select(t => new Row
                {
                    Id = t.Id,
                    CaseId = t.CaseId,
                    Subject = visible.Where(c => c.Id == t.CaseId).Select(c => c.Subject).FirstOrDefault(),
                    Text = t.Text,
                    FromDepartmentId = t.FromDepartmentId,
                    DepartmentId = t.DepartmentId,
                    AskedBy = db.Users.Where(a => a.Id == t.AskedById).Select(a => a.DisplayName).FirstOrDefault(),
                    AssigneeId = t.AssigneeId,
                    Assignee = db.Users.Where(a => a.Id == t.AssigneeId).Select(a => a.DisplayName).FirstOrDefault(),
                    DueAt = t.DueAt,
                })
                .ToListAsync(cancellationToken);
            if (rows.Count <= request.Rows)
            {
                return new Page(rows, Next: null);
            }

            rows.RemoveAt(request.Rows);
            return new Page(rows, new CaseList.Cursor(rows[^1].DueAt, rows[^1].Id));
        }
    }
}

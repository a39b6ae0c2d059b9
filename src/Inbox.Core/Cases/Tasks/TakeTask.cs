using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Tasks;

/// <summary>A member of the department that was asked takes the task on.</summary>
public static class TakeTask
{
    /// <param name="AgentId">Who takes it, where a program says so; null: whoever asks.</param>
    public sealed record Command(long TaskId, Actor Actor, long? AgentId = null, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Handler(TaskDesk desk, InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error PeopleOnly = new(ErrorKind.Forbidden, "people_only", "Only a person takes a task. Say who.");

        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.TaskId, request.Actor, byAsker: false, scene => TakeAsync(scene, request, cancellationToken), cancellationToken);

        private async Task<Error?> TakeAsync(TaskDesk.Scene scene, Command request, CancellationToken cancellationToken)
        {
            if ((request.AgentId ?? request.Actor.AgentId) is not { } who)
            {
                return PeopleOnly;
            }

            if (who != request.Actor.AgentId && !await db.IsMemberAsync(who, scene.Task.DepartmentId, cancellationToken))
            {
                return AskTask.NotAMember(scene.Rules.Departments[scene.Task.DepartmentId]);
            }

            if (scene.Task.AssigneeId != who)
            {
                scene.Task.Take(who);
                scene.Case.Note(CaseEventKind.TaskTaken, request.Actor, scene.Now, "");
            }

            return null;
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Tasks;

/// <summary>The department that asked no longer needs it.</summary>
public static class WithdrawTask
{
    public sealed record Command(long TaskId, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Handler(TaskDesk desk, InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.TaskId, request.Actor, byAsker: true, async scene =>
            {
                var number = scene.Case.Case.Number;
                scene.Task.Decide(TaskState.Withdrawn, answer: null, request.Actor.AgentId, scene.Now);
                scene.Case.Note(CaseEventKind.TaskWithdrawn, request.Actor, scene.Now, $"from {scene.Rules.Departments[scene.Task.DepartmentId].Name}");
                if (scene.Task.AssigneeId is not null)
                {
                    await db.TellTaskAsync(scene.Task, scene.Case.Case, $"{number}: what you were asked for is no longer needed", scene.Rules, request.Actor, scene.Now, cancellationToken);
                }

                return null;
            }, cancellationToken);
    }
}

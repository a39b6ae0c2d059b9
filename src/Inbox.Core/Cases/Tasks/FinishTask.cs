using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Tasks;

/// <summary>The task is done; the answer goes to who asked.</summary>
public static class FinishTask
{
    public sealed record Command(long TaskId, string Answer, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Answer).NotEmpty().WithMessage("Say what was done or found, for whoever asked.")
            .MaximumLength(AskTask.LongestText).WithMessage("An answer holds at most 2,000 characters.");
    }

    internal sealed class Handler(TaskDesk desk, InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.TaskId, request.Actor, byAsker: false, async scene =>
            {
                await db.DecideAsync(scene, TaskState.Done, request.Answer, request.Actor, cancellationToken);
                return null;
            }, cancellationToken);
    }

    /// <summary>Done or declined: the asker hears of it.</summary>
    internal static Task DecideAsync(this InboxDb db, TaskDesk.Scene scene, TaskState state, string words, Actor actor, CancellationToken cancellationToken)
    {
        var (task, @case, department) = (scene.Task, scene.Case.Case, scene.Rules.Departments[scene.Task.DepartmentId].Name);
        task.Decide(state, Words.Storable(words.Trim().ReplaceLineEndings("\n")), actor.AgentId, scene.Now);
        scene.Case.Note(state == TaskState.Done ? CaseEventKind.TaskDone : CaseEventKind.TaskDeclined, actor, scene.Now, $"by {department}");
        var what = state == TaskState.Done ? "has done what was asked" : "declined what was asked";
        var asker = task.AskedById ?? @case.AssigneeId;
        return db.TellAsync(new Notice(NotificationKind.Task, asker is { } known ? [known] : [], @case, $"{@case.Number}: {department} {what}", actor.AgentId), scene.Now, cancellationToken);
    }
}

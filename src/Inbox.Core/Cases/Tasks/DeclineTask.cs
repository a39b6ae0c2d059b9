using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Tasks;

/// <summary>The department that was asked will not do it, and says why.</summary>
public static class DeclineTask
{
    public sealed record Command(long TaskId, string Reason, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why not, so that whoever asked finds another way.")
            .MaximumLength(AskTask.LongestText).WithMessage("A reason holds at most 2,000 characters.");
    }

    internal sealed class Handler(TaskDesk desk, InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.TaskId, request.Actor, byAsker: false, async scene =>
            {
                await db.DecideAsync(scene, TaskState.Declined, request.Reason, request.Actor, cancellationToken);
                return null;
            }, cancellationToken);
    }
}

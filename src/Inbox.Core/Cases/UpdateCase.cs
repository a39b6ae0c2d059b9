using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Playbooks;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Changes several things of a case at once, all or nothing. Each follows the rules of its own command.</summary>
public static class UpdateCase
{
    /// <summary>What is null stays as it is.</summary>
    /// <param name="Assign">Whom to give the case; null leaves it with whoever has it.</param>
    /// <param name="DepartmentId">Moves a New case; any other is offered.</param>
    /// <param name="Reason">Serves every change that needs one.</param>
    public sealed record Command(
        long CaseId,
        CaseStatus? Status,
        Priority? Priority,
        Assignment? Assign,
        IReadOnlyList<string>? Tags,
        long? DepartmentId,
        string? Reason,
        Actor Actor,
        string? IdempotencyKey = null) : IIdempotentCommand<Outcome>
    {
        /// <summary>Resolve it although something asked for is not done yet.</summary>
        public bool TasksLeft { get; init; }

        /// <summary>What the other department demands for an offer, by label.</summary>
        public IReadOnlyDictionary<string, string>? Answers { get; init; }
    }

    /// <param name="AgentId">Null: nobody.</param>
    public sealed record Assignment(long? AgentId);

    /// <param name="Offered">The other department has to accept first.</param>
    public sealed record Outcome(long CaseId, bool Offered);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Status).IsInEnum().NotEqual(CaseStatus.New).WithMessage("A case is New only until somebody takes it up.");
            RuleFor(c => c.Priority).IsInEnum();
            RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
            RuleFor(c => c.Tags).Must(t => t!.Count <= 50).When(c => c.Tags is not null).WithMessage("A case holds at most 50 tags.");
            RuleForEach(c => c.Tags).NotNull().WithMessage("A tag is a text.").MaximumLength(60).WithMessage("A tag holds at most 60 characters.").OverridePropertyName("Tags");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Outcome>>
    {
        public async Task<Result<Outcome>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var offered = await ApplyAsync(request, locked.Value, rules, time.Now(), cancellationToken);
            if (!offered.IsOk)
            {
                return offered.Error;
            }

            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(locked.Value.Case.Id);
            return new Outcome(locked.Value.Case.Id, offered.Value);
        }

        /// <summary>The department first, while the case is still New, and before the assignee, who is one of its members.</summary>
        private async Task<Result<bool>> ApplyAsync(Command request, LockedCase locked, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var offered = false;
            if (request.DepartmentId is { } departmentId)
            {
                var outcome = await ChangeDepartment.ApplyAsync(db, locked, departmentId, request.Reason, request.Answers, rules, request.Actor, now, cancellationToken);
                if (!outcome.IsOk)
                {
                    return outcome.Error;
                }

                offered = outcome.Value.Offered;
            }

            if (request.Assign is { } assign
                && await AssignCase.ApplyAsync(db, locked, assign.AgentId, rules, request.Actor, now, cancellationToken) is { } notAssigned)
            {
                return notAssigned;
            }

            if (request.Priority is { } priority && ChangePriority.Apply(locked, priority, request.Reason, request.Actor, now) is { } notChanged)
            {
                return notChanged;
            }

            if (request.Tags is { } tags && !tags.SequenceEqual(locked.Case.Tags, StringComparer.Ordinal))
            {
                if (TagCase.Apply(locked, tags, rules, request.Actor, now) is { } notTagged)
                {
                    return notTagged;
                }

                locked.Case.Touch();
            }

            if (await RequiredSteps.AskAsync(db, locked, request.Status, request.Reason, request.Actor, cancellationToken) is { } owed)
            {
                return owed;
            }

            if (request.Status is { } then && !request.TasksLeft && await db.OpenTasksRefusalAsync(locked.Case, then, cancellationToken) is { } asks)
            {
                return asks;
            }

            if (request.Status is { } status && ChangeStatus.Apply(locked, status, request.Reason, request.Actor, now) is { } notSet)
            {
                return notSet;
            }

            return offered;
        }
    }
}

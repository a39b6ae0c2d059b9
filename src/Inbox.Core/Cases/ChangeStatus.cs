using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Playbooks;
using Inbox.Core.Requests;
using Inbox.Core.Sla;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Sets the status of a case by hand, with all that follows for its clocks.</summary>
public static class ChangeStatus
{
    /// <param name="Reason">Needed to resolve a case that nobody has answered.</param>
    /// <param name="TasksLeft">Resolve it although something asked for is not done yet.</param>
    public sealed record Command(long CaseId, CaseStatus Status, string? Reason, Actor Actor, bool TasksLeft = false) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Status).IsInEnum().NotEqual(CaseStatus.New).WithMessage("A case is New only until somebody takes it up.");
            RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            if (await RequiredSteps.AskAsync(db, locked.Value, request.Status, request.Reason, request.Actor, cancellationToken) is { } owed)
            {
                return owed;
            }

            var before = locked.Value.Case.Status;
            if (!request.TasksLeft && await db.OpenTasksRefusalAsync(locked.Value.Case, request.Status, cancellationToken) is { } asks)
            {
                return asks;
            }

            if (Apply(locked.Value, request.Status, request.Reason, request.Actor, time.Now()) is { } error)
            {
                return error;
            }

            if (before != request.Status)
            {
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(locked.Value.Case.Id);
            }

            return new Done();
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static Error? Apply(LockedCase locked, CaseStatus status, string? why, Actor actor, DateTimeOffset now)
    {
        var before = locked.Case.Status;
        if (before == status)
        {
            return null;
        }

        var reason = string.IsNullOrWhiteSpace(why) ? null : why.Trim();
        if (status is CaseStatus.Resolved or CaseStatus.Closed && reason is null && locked.Clocks.Owes(SlaMetric.FirstReply))
        {
            return new Error(ErrorKind.Invalid, "reason_needed", "Nobody has answered this customer. Answer, or say why the case is resolved without an answer.");
        }

        locked.Case.SetStatus(status, now);
        locked.Case.Touch();
        locked.Clocks.StatusChanged(before, now, reason);
        locked.Note(CaseEventKind.StatusChanged, actor, now, Words(before, status, reason));
        return null;
    }

    /// <summary>The change as the history tells it.</summary>
    internal static string Words(CaseStatus before, CaseStatus status, string? why) =>
        string.IsNullOrWhiteSpace(why) ? $"{before} → {status}" : $"{before} → {status}: {why.Trim()}";
}

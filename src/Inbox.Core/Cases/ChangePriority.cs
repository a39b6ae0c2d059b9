using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>A person raises or lowers the priority; running promises are reckoned anew, but a raise never makes one late at once.</summary>
public static class ChangePriority
{
    /// <param name="Reason">Needed to lower it.</param>
    public sealed record Command(long CaseId, Priority Priority, string? Reason, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Priority).IsInEnum();
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

            var before = locked.Value.Case.Priority;
            if (Apply(locked.Value, request.Priority, request.Reason, request.Actor, time.Now()) is { } error)
            {
                return error;
            }

            if (before != request.Priority)
            {
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(locked.Value.Case.Id);
            }

            return new Done();
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static Error? Apply(LockedCase locked, Priority priority, string? reason, Actor actor, DateTimeOffset now)
    {
        var before = locked.Case.Priority;
        if (before == priority)
        {
            return null;
        }

        var raised = priority > before;
        if (!raised && string.IsNullOrWhiteSpace(reason))
        {
            return new Error(ErrorKind.Invalid, "reason_needed", "Say why the priority is lowered: it relaxes what the customer was promised.");
        }

        locked.Case.SetPriority(priority);
        locked.Case.Touch();
        locked.Clocks.PriorityChanged(now);
        locked.Note(CaseEventKind.PriorityChanged, actor, now, $"{before} → {priority}{(reason is { Length: > 0 } ? ": " + reason.Trim() : "")}");
        return null;
    }
}

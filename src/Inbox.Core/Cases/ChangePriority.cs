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

            var (@case, before, now) = (locked.Value.Case, locked.Value.Case.Priority, time.Now());
            if (before == request.Priority)
            {
                return new Done();
            }

            var raised = request.Priority > before;
            if (!raised && string.IsNullOrWhiteSpace(request.Reason))
            {
                return new Error(ErrorKind.Invalid, "reason_needed", "Say why the priority is lowered: it relaxes what the customer was promised.");
            }

            @case.SetPriority(request.Priority);
            @case.Touch();
            locked.Value.Clocks.PriorityChanged(raised, now);
            locked.Value.Note(CaseEventKind.PriorityChanged, request.Actor, now, $"{before} → {request.Priority}{(request.Reason is { Length: > 0 } reason ? ": " + reason.Trim() : "")}");
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }
    }
}

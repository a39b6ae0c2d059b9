using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Sends a case to another department: moves it while it is New, otherwise offers it.</summary>
public static class ChangeDepartment
{
    internal static readonly Error NoSuchDepartment = new(ErrorKind.Invalid, "no_such_department", "There is no such department.");

    /// <param name="Reason">Needed for an offer.</param>
    public sealed record Command(long CaseId, long DepartmentId, string? Reason, Actor Actor) : ICommand<Outcome>
    {
        /// <summary>What the department demands for an offer, by label.</summary>
        public IReadOnlyDictionary<string, string>? Answers { get; init; }
    }

    /// <param name="Offered">The case waits for the other department to accept; until then it stays where it is.</param>
    public sealed record Outcome(bool Offered);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
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

            var before = locked.Value.Case.DepartmentId;
            var outcome = await ApplyAsync(db, locked.Value, request.DepartmentId, request.Reason, request.Answers, rules, request.Actor, time.Now(), cancellationToken);
            if (outcome.IsOk && before != request.DepartmentId)
            {
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(locked.Value.Case.Id);
            }

            return outcome;
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static async Task<Result<Outcome>> ApplyAsync(
        InboxDb db,
        LockedCase locked,
        long departmentId,
        string? reason,
        IReadOnlyDictionary<string, string>? answers,
        Rules rules,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var @case = locked.Case;
        if (!rules.Departments.TryGetValue(departmentId, out var target))
        {
            return NoSuchDepartment;
        }

        if (@case.DepartmentId == target.Id)
        {
            return new Outcome(Offered: false);
        }

        if (@case.OfferedToId is not null)
        {
            return HandoffOffering.AlreadyOffered;
        }

        if (@case.Status != CaseStatus.New || target.External)
        {
            var offered = await db.OfferAsync(locked, target, reason, answers, rules, actor, now, cancellationToken);
            return offered.IsOk ? new Outcome(Offered: true) : offered.Error;
        }

        locked.Note(CaseEventKind.DepartmentChanged, actor, now, $"{rules.Departments[@case.DepartmentId].Name} → {target.Name}");
        @case.MoveTo(target.Id);
        @case.Touch();
        locked.Clocks.DepartmentChanged(now);
        return new Outcome(Offered: false);
    }
}

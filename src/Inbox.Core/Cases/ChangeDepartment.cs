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
    /// <param name="Reason">Needed for an offer.</param>
    public sealed record Command(long CaseId, long DepartmentId, string? Reason, Actor Actor) : ICommand<Outcome>;

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
            var outcome = Apply(db, locked.Value, request.DepartmentId, request.Reason, rules, request.Actor, time.Now());
            if (outcome.IsOk && before != request.DepartmentId)
            {
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(locked.Value.Case.Id);
            }

            return outcome;
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static Result<Outcome> Apply(InboxDb db, LockedCase locked, long departmentId, string? reason, Rules rules, Actor actor, DateTimeOffset now)
    {
        var @case = locked.Case;
        if (!rules.Departments.TryGetValue(departmentId, out var target))
        {
            return new Error(ErrorKind.Invalid, "no_such_department", "There is no such department.");
        }

        if (@case.DepartmentId == target.Id)
        {
            return new Outcome(Offered: false);
        }

        if (@case.Status != CaseStatus.New || target.External)
        {
            return Offer(db, locked, target, reason, actor, now);
        }

        locked.Note(CaseEventKind.DepartmentChanged, actor, now, $"{rules.Departments[@case.DepartmentId].Name} → {target.Name}");
        @case.MoveTo(target.Id);
        @case.Touch();
        locked.Clocks.DepartmentChanged(now);
        return new Outcome(Offered: false);
    }

    private static Result<Outcome> Offer(InboxDb db, LockedCase locked, Departments.Department target, string? why, Actor actor, DateTimeOffset now)
    {
        if (locked.Case.OfferedToId is not null)
        {
            return new Error(ErrorKind.Conflict, "already_offered", "This case is already offered to a department. Withdraw that offer first.");
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            return new Error(ErrorKind.Invalid, "reason_needed", $"Tell {target.Name} why the case comes to them.");
        }

        var reason = why.Trim();
        db.Handoffs.Add(new Handoff
        {
            CaseId = locked.Case.Id,
            FromDepartmentId = locked.Case.DepartmentId,
            ToDepartmentId = target.Id,
            OfferedById = actor.AgentId,
            Reason = reason,
            OfferedAt = now,
        });
        locked.Case.OfferedToId = target.Id;
        locked.Case.Touch();
        locked.Clocks.HandoffOffered(target.Id, now);
        locked.Note(CaseEventKind.HandoffOffered, actor, now, $"to {target.Name}: “{reason}”");
        return new Outcome(Offered: true);
    }
}

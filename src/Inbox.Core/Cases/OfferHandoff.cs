using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Offers a case to another department, which accepts or declines; until then it stays where it is. Answers the number of the handoff.</summary>
public static class OfferHandoff
{
    /// <param name="Answers">To what the department demands, by label; a tick is "yes".</param>
    public sealed record Command(
        long CaseId, long DepartmentId, string Reason, IReadOnlyDictionary<string, string>? Answers, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            if (!rules.Departments.TryGetValue(request.DepartmentId, out var target))
            {
                return ChangeDepartment.NoSuchDepartment;
            }

            if (locked.Value.Case.DepartmentId == target.Id)
            {
                return new Error(ErrorKind.Conflict, "own_department", $"The case belongs to {target.Name} already.");
            }

            if (locked.Value.Case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return new Error(ErrorKind.Conflict, "case_closed", $"The case is {locked.Value.Case.Status}. Set it Open before you offer it.");
            }

            var offered = await db.OfferAsync(locked.Value, target, request.Reason, request.Answers, rules, request.Actor, time.Now(), cancellationToken);
            if (!offered.IsOk)
            {
                return offered.Error;
            }

            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(locked.Value.Case.Id);
            return offered.Value.Id;
        }
    }
}

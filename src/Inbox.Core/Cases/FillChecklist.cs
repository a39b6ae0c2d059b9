using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Answers what the receiver of a handoff asks for and was not told, for example because a rule offered. Anybody of the offering side may.</summary>
public static class FillChecklist
{
    /// <param name="Answers">By label; what is not named stays as it is.</param>
    public sealed record Command(
        long CaseId, long HandoffId, IReadOnlyDictionary<string, string> Answers, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockVisibleAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var caseId = locked.Value.Case.Id;
            var handoff = await db.Handoffs.SingleOrDefaultAsync(h => h.Id == request.HandoffId && h.CaseId == caseId, cancellationToken);
            if (handoff is not { State: HandoffState.Offered or HandoffState.Accepted })
            {
                return new Error(ErrorKind.Conflict, "no_offer", "This is not offered any more.");
            }

            if (!request.Actor.Works(handoff.FromDepartmentId))
            {
                return new Error(ErrorKind.Forbidden, "not_yours_to_fill", $"Only {rules.Departments[handoff.FromDepartmentId].Name} can answer that.");
            }

            var filled = Checklist.Answer(handoff.Checklist, request.Answers, rules.Departments[handoff.ToDepartmentId].Name);
            if (!filled.IsOk)
            {
                return filled.Error;
            }

            handoff.Checklist = filled.Value;
            locked.Value.Note(CaseEventKind.ChecklistFilled, request.Actor, time.Now(), string.Join(", ", request.Answers.Keys));
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }
    }
}

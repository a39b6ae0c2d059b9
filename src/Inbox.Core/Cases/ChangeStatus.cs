using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Sets the status of a case by hand, with all that follows for its clocks.</summary>
public static class ChangeStatus
{
    /// <param name="Reason">Needed to resolve a case that nobody has answered.</param>
    public sealed record Command(long CaseId, CaseStatus Status, string? Reason, Actor Actor) : ICommand<Done>;

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

            var (@case, before, now) = (locked.Value.Case, locked.Value.Case.Status, time.Now());
            if (before == request.Status)
            {
                return new Done();
            }

            var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
            if (request.Status is CaseStatus.Resolved or CaseStatus.Closed && reason is null && await FirstReplyIsOwedAsync(@case.Id, cancellationToken))
            {
                return new Error(ErrorKind.Invalid, "reason_needed", "Nobody has answered this customer. Answer, or say why the case is resolved without an answer.");
            }

            @case.SetStatus(request.Status, now);
            @case.Touch();
            locked.Value.Clocks.StatusChanged(before, now, reason);
            locked.Value.Note(CaseEventKind.StatusChanged, request.Actor, now, reason is null ? $"{before} → {request.Status}" : $"{before} → {request.Status}: {reason}");
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }

        private Task<bool> FirstReplyIsOwedAsync(long caseId, CancellationToken cancellationToken) =>
            db.SlaClocks.AnyAsync(c => c.CaseId == caseId && c.Metric == SlaMetric.FirstReply && c.StoppedAt == null, cancellationToken);
    }
}

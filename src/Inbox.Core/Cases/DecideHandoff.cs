using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>The receiver accepts or declines the open offer of a case, or the offerer withdraws it.</summary>
public static class DecideHandoff
{
    public sealed record Command(long CaseId, HandoffState Decision, string? Reason, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Decision).Must(d => d is HandoffState.Accepted or HandoffState.Declined or HandoffState.Withdrawn)
                .WithMessage("An offer is Accepted, Declined or Withdrawn.");
            RuleFor(c => c.Reason).NotEmpty().When(c => c.Decision == HandoffState.Declined).WithMessage("Say why you decline, so that the case finds its place.");
        }
    }

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

            var (@case, now) = (locked.Value.Case, time.Now());
            var offer = await db.Handoffs.SingleOrDefaultAsync(h => h.CaseId == @case.Id && h.State == HandoffState.Offered, cancellationToken);
            if (offer is null)
            {
                return new Error(ErrorKind.Conflict, "no_offer", "Nothing is offered on this case any more.");
            }

            var decides = request.Decision == HandoffState.Withdrawn ? offer.FromDepartmentId : offer.ToDepartmentId;
            if (!request.Actor.Works(decides))
            {
                return new Error(ErrorKind.Forbidden, "not_yours_to_decide", $"Only {rules.Departments[decides].Name} can do that.");
            }

            offer.Decide(request.Decision, request.Actor.AgentId, now, request.Reason?.Trim());
            locked.Value.Clocks.HandoffDecided(now);
            @case.OfferedToId = null;
            @case.Touch();
            if (request.Decision == HandoffState.Accepted)
            {
                @case.MoveTo(offer.ToDepartmentId);
                @case.Assign(request.Actor.AgentId);
                locked.Value.Clocks.DepartmentChanged(now);
            }

            var (kind, detail) = request.Decision switch
            {
                HandoffState.Accepted => (CaseEventKind.HandoffAccepted, $"by {rules.Departments[offer.ToDepartmentId].Name}"),
                HandoffState.Declined => (CaseEventKind.HandoffDeclined, $"by {rules.Departments[offer.ToDepartmentId].Name}: “{request.Reason!.Trim()}”"),
                _ => (CaseEventKind.HandoffWithdrawn, $"from {rules.Departments[offer.ToDepartmentId].Name}"),
            };
            locked.Value.Note(kind, request.Actor, now, detail);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }
    }
}

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
    /// <param name="Reason">Needed to decline.</param>
    /// <param name="HandoffId">The offer that is meant; null: whichever is open.</param>
    public sealed record Command(
        long CaseId, HandoffState Decision, string? Reason, Actor Actor, long? HandoffId = null, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Decision).Must(d => d is HandoffState.Accepted or HandoffState.Declined or HandoffState.Withdrawn)
                .WithMessage("An offer is Accepted, Declined or Withdrawn.");
            RuleFor(c => c.Reason).NotEmpty().When(c => c.Decision == HandoffState.Declined).WithMessage("Say why you decline, so that the case finds its place.")
                .MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
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

            var @case = locked.Value.Case;
            var offer = await db.Handoffs.SingleOrDefaultAsync(h => h.CaseId == @case.Id && h.State == HandoffState.Offered, cancellationToken);
            if (offer is null || (request.HandoffId is { } meant && meant != offer.Id))
            {
                return new Error(ErrorKind.Conflict, "no_offer", "This is not offered any more.");
            }

            var decides = request.Decision == HandoffState.Withdrawn ? offer.FromDepartmentId : offer.ToDepartmentId;
            if (!request.Actor.Works(decides))
            {
                return new Error(ErrorKind.Forbidden, "not_yours_to_decide", $"Only {rules.Departments[decides].Name} can do that.");
            }

            await DecideAsync(locked.Value, offer, request, rules, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }

        private async Task DecideAsync(LockedCase locked, Handoff offer, Command request, Rules rules, CancellationToken cancellationToken)
        {
            var (@case, actor, now, receiver) = (locked.Case, request.Actor, time.Now(), rules.Departments[offer.ToDepartmentId].Name);
            var reason = request.Decision == HandoffState.Declined ? Words.Storable(request.Reason!.Trim()) : null;
            offer.Decide(request.Decision, actor.AgentId, now, reason);
            locked.Clocks.HandoffDecided(now);
            @case.OfferedToId = null;
            @case.Touch();
            switch (request.Decision)
            {
                case HandoffState.Accepted:
                    @case.Snooze(null);
                    @case.MoveTo(offer.ToDepartmentId);
                    @case.Assign(actor.AgentId);
                    locked.Clocks.DepartmentChanged(now);
                    locked.Note(CaseEventKind.HandoffAccepted, actor, now, $"by {receiver}");
                    await db.TellDecidedAsync(@case, offer, $"{receiver} accepted it", rules, actor, now, cancellationToken);
                    break;
                case HandoffState.Declined:
                    @case.Snooze(null);
                    @case.Return(now);
                    locked.Note(CaseEventKind.HandoffDeclined, actor, now, $"by {receiver}: “{reason}”");
                    await db.TellDecidedAsync(@case, offer, $"{receiver} declined it", rules, actor, now, cancellationToken);
                    await db.WatchPingPongAsync(locked, offer, rules, actor, now, cancellationToken);
                    break;
                default:
                    locked.Note(CaseEventKind.HandoffWithdrawn, actor, now, $"from {receiver}");
                    break;
            }
        }
    }
}

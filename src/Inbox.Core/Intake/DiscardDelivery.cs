using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Intake;

/// <summary>A person decides that a parked or held delivery opens no case. Its raw message stays.</summary>
public static class DiscardDelivery
{
    public sealed record Command(long DeliveryId, string Reason, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why nobody needs to read it.")
            .MaximumLength(300).WithMessage("A reason holds at most 300 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var found = await db.LockDeliveryAsync(request.DeliveryId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var delivery = found.Value;
            if (delivery.State is not (InboundState.Parked or InboundState.Held))
            {
                return new Error(ErrorKind.Conflict, "not_waiting", "This delivery no longer waits for a decision.");
            }

            (delivery.State, delivery.LeaseUntil) = (InboundState.Ignored, null);
            delivery.Error = $"Discarded by {request.Actor.Name}: {Words.Storable(request.Reason.Trim())}";
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

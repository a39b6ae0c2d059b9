using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Intake;

/// <summary>Reads a parked delivery again, as if it had just arrived; also one that somebody discarded by mistake.</summary>
public static class RetryDelivery
{
    public sealed record Command(long DeliveryId, Actor Actor) : ICommand<Done>;

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
            if (delivery.State is not (InboundState.Parked or InboundState.Ignored))
            {
                return new Error(ErrorKind.Conflict, "not_parked", "Only a parked or ignored delivery can be tried again.");
            }

            (delivery.State, delivery.Attempts, delivery.LeaseUntil, delivery.Error) = (InboundState.Pending, 0, null, null);
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

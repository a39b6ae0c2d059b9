using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Intake;

/// <summary>Lets in a delivery that was held as part of a burst.</summary>
public static class ReleaseDelivery
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
            if (delivery.State != InboundState.Held)
            {
                return new Error(ErrorKind.Conflict, "not_held", "This delivery is no longer held.");
            }

            (delivery.State, delivery.Released, delivery.Attempts, delivery.LeaseUntil, delivery.Error) = (InboundState.Pending, true, 0, null, null);
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

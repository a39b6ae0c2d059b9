using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>Lets in everything that is held from one sender, at the doors of the actor. Answers how many there were.</summary>
public static class ReleaseSender
{
    public sealed record Command(long HandleId, Actor Actor) : ICommand<int>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, IntakeSignal signal) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var released = await db.InboundDeliveries.VisibleTo(request.Actor, rules)
                .Where(d => d.State == InboundState.Held && d.HandleId == request.HandleId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.State, InboundState.Pending)
                        .SetProperty(d => d.Released, true)
                        .SetProperty(d => d.Attempts, 0)
                        .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                        .SetProperty(d => d.Error, (string?)null),
                    cancellationToken);
            if (released == 0)
            {
                return new Error(ErrorKind.Conflict, "not_held", "Nothing of this sender is held any more.");
            }

            signal.Ring();
            return released;
        }
    }
}

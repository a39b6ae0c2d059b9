using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Decides who a guest on a case is: a participant who may be answered, or a third party for whom no clock runs.</summary>
public static class AcceptGuest
{
    public sealed record Command(long CaseId, long HandleId, ParticipantState State, Actor Actor) : ICommand<Done>;

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

            var caseId = locked.Value.Case.Id;
            var participant = await db.Participants.SingleOrDefaultAsync(p => p.CaseId == caseId && p.HandleId == request.HandleId, cancellationToken);
            if (participant is null)
            {
                return new Error(ErrorKind.NotFound, "no_such_guest", "This person is not on the case.");
            }

            participant.State = request.State;
            var guest = request.State == ParticipantState.Guest;
            await db.Messages.Where(m => m.CaseId == caseId && m.HandleId == request.HandleId)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Guest, guest), cancellationToken);
            locked.Value.Note(CaseEventKind.GuestAccepted, request.Actor, time.Now(), request.State.ToString());
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }
    }
}

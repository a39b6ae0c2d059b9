using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>An agent confirms that what came after Resolved was a mere thanks; the case stays resolved.</summary>
public static class ConfirmThanks
{
    public sealed record Command(long CaseId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(CaseDesk desk) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.CaseId, request.Actor, (locked, now) =>
            {
                locked.Case.ConfirmThanks();
                locked.Note(CaseEventKind.NoReplyNeeded, request.Actor, now, "a mere thanks");
                return null;
            }, cancellationToken);
    }
}

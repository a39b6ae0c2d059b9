using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>The newest customer message needs no answer: its promise is cancelled and the case returns to the status it had.</summary>
public static class NoReplyNeeded
{
    public sealed record Command(long CaseId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(CaseDesk desk) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.CaseId, request.Actor, (locked, now) =>
            {
                var before = locked.Case.Status;
                if (before is not (CaseStatus.New or CaseStatus.Open))
                {
                    return new Error(ErrorKind.Conflict, "nothing_owed", $"The case is {before}: no answer is owed.");
                }

                locked.Case.NoReplyNeeded(now);
                locked.Clocks.NoReplyNeeded(now);
                locked.Clocks.StatusChanged(before, now, "no reply needed");
                locked.Note(CaseEventKind.NoReplyNeeded, request.Actor, now, $"{before} → {locked.Case.Status}");
                return null;
            }, cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Somebody has seen that the case came back, so it takes its place among the others again.</summary>
public static class SeeReturn
{
    public sealed record Command(long CaseId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(CaseDesk desk) : IRequestHandler<Command, Result<Done>>
    {
        // The desk marks the case as touched, which is all that is to be done.
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            desk.ChangeAsync(request.CaseId, request.Actor, (_, _) => null, cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.CannedAnswers;

/// <summary>Deletes a canned answer. What was sent with it stays as it was sent.</summary>
public static class DeleteCannedAnswer
{
    /// <param name="Personal">One of the actor's own.</param>
    public sealed record Command(long Id, bool Personal, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(OfferedSettings offered) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            offered.DeleteAsync<CannedAnswer>(request.Id, request.Personal, request.Actor, cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Macros;

/// <summary>Deletes a macro. What it has done stays done.</summary>
public static class DeleteMacro
{
    /// <param name="Personal">One of the actor's own.</param>
    public sealed record Command(long Id, bool Personal, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(OfferedSettings offered) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            offered.DeleteAsync<Macro>(request.Id, request.Personal, request.Actor, cancellationToken);
    }
}

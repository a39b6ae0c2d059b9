using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Access;

/// <summary>The name under which one's answers and notes appear.</summary>
public static class RenameMyself
{
    public sealed record Command(string DisplayName, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.DisplayName).MustBeName();
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Actor.AgentId is not { } id || await db.FindAgentAsync(id, cancellationToken) is not { } agent)
            {
                return People.NoSuchAgent;
            }

            agent.DisplayName = request.DisplayName.Trim();
            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

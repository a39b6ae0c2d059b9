using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Access;

/// <summary>Whether somebody's answers are read by a second person before they leave.</summary>
public static class SetApproval
{
    public sealed record Command(long AgentId, bool Needed, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin)
            {
                return People.AdminsOnly;
            }

            if (await db.FindAgentAsync(request.AgentId, cancellationToken) is not { } agent)
            {
                return People.NoSuchAgent;
            }

            agent.AnswersNeedApproval = request.Needed;
            await db.SaveChangesAsync(cancellationToken);
            changes.Settings();
            return new Done();
        }
    }
}

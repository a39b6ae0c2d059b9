using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>Somebody leaves, or comes back. Their open cases become nobody's, where others see them; their messages keep their name.</summary>
public static class DisableAgent
{
    public sealed record Command(long AgentId, bool Disabled, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, UserManager<Agent> users, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
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

            if (request.Disabled && agent.Id == request.Actor.AgentId)
            {
                return new Error(ErrorKind.Conflict, "yourself", "You cannot close your own account. Another administrator can.");
            }

            if (request.Disabled && await db.IsLastAdminAsync(agent, cancellationToken))
            {
                return People.LastAdmin;
            }

            if (request.Disabled == agent.DisabledAt is not null)
            {
                return new Done();
            }

            agent.DisabledAt = request.Disabled ? time.Now() : null;
            if (request.Disabled)
            {
                await LeaveCasesAsync(agent, request.Actor, cancellationToken);
            }

            // A new stamp ends the sessions and links that are out there.
            return People.Refusal(await users.UpdateSecurityStampAsync(agent)) is { } refusal ? refusal : new Done();
        }

        private async Task LeaveCasesAsync(Agent agent, Actor actor, CancellationToken cancellationToken)
        {
            var cases = await db.Cases
                .FromSql($"SELECT * FROM cases WHERE is_open AND assignee_id = {agent.Id} ORDER BY id FOR UPDATE")
                .ToListAsync(cancellationToken);
            var now = time.Now();
            foreach (var @case in cases)
            {
                @case.Assign(null);
                db.Events.Add(new CaseEvent { CaseId = @case.Id, At = now, Kind = CaseEventKind.Assigned, AgentId = actor.AgentId, Detail = $"nobody: {agent.DisplayName} has left" });
                changes.Case(@case.Id);
            }
        }
    }
}

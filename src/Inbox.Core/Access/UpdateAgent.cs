using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace Inbox.Core.Access;

/// <summary>Name, address, role and departments of a user.</summary>
public static class UpdateAgent
{
    public sealed record Command(long AgentId, string Email, string DisplayName, Role Role, IReadOnlyList<long> DepartmentIds, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Email).MustBeEmail();
            RuleFor(c => c.Email).MustBeFree(db, c => c.AgentId);
            RuleFor(c => c.DisplayName).MustBeName();
            RuleFor(c => c.Role).IsInEnum().WithMessage("Choose a role.");
            RuleFor(c => c.DepartmentIds).MustExist(db);
        }
    }

    internal sealed class Handler(InboxDb db, UserManager<Agent> users) : IRequestHandler<Command, Result<Done>>
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

            if (request.Role != Role.Admin && await db.IsLastAdminAsync(agent, cancellationToken))
            {
                return People.LastAdmin;
            }

            var email = request.Email.Trim();
            (agent.Email, agent.UserName) = (email, email);
            (agent.DisplayName, agent.Role) = (request.DisplayName.Trim(), request.Role);
            agent.SetDepartments(request.DepartmentIds);
            // Identity's own update would take new memberships for rows that are there already.
            await db.SaveChangesAsync(cancellationToken);
            return People.Refusal(await users.UpdateAsync(agent)) is { } refusal ? refusal : new Done();
        }
    }
}

using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Access;

/// <summary>Somebody goes away, or is back. While they are away routing passes them by, and what is owed on their cases is offered to their colleagues.</summary>
public static class SetPresence
{
    /// <param name="Until">When they are back by themselves; null waits until somebody says so.</param>
    public sealed record Command(long AgentId, bool Away, DateTimeOffset? Until, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time) => RuleFor(c => c.Until)
            .Must(until => until is null || until > time.GetUtcNow()).WithMessage("Name a time that lies ahead.")
            .Must(until => until is null || until < time.GetUtcNow().AddDays(366)).WithMessage("Name a time within a year.");
    }

    internal sealed class Handler(InboxDb db, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        /// <summary>Open pages learn of so many cases at once; of the others within half a minute.</summary>
        private const int MostTold = 500;

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.FindAgentAsync(request.AgentId, cancellationToken) is not { DisabledAt: null } agent)
            {
                return People.NoSuchAgent;
            }

            if (!MaySet(request.Actor, agent))
            {
                return new Error(ErrorKind.Forbidden, "not_your_presence", "Only they themselves, a manager of their department or an administrator says whether somebody is here.");
            }

            agent.AwaySince = request.Away ? agent.AwaySince ?? time.Now() : null;
            agent.AwayUntil = request.Away && request.Until is { } until ? Clock.Stored(until) : null;
            await db.SaveChangesAsync(cancellationToken);
            changes.Settings();
            foreach (var id in await db.Cases.Where(c => c.IsOpen && c.AssigneeId == agent.Id).OrderBy(c => c.NextDueAt).Select(c => c.Id).Take(MostTold).ToListAsync(cancellationToken))
            {
                changes.Case(id);
            }

            return new Done();
        }

        private static bool MaySet(Actor actor, Agent agent) =>
            actor.AgentId == agent.Id || actor.IsAdmin
            || (actor.Role == Role.Manager && (actor.Everywhere || agent.Departments.Exists(d => actor.Departments.Contains(d.DepartmentId))));
    }
}

using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Access;

/// <summary>How many open cases routing gives somebody, and what they are good at.</summary>
public static class SetCapacity
{
    /// <param name="Capacity">Null is no limit.</param>
    public sealed record Command(long AgentId, int? Capacity, IReadOnlyList<string> Skills, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Capacity).InclusiveBetween(0, 1_000).WithMessage("Give a number of open cases from 0 to 1000, or leave it blank for no limit.");
            RuleFor(c => c.Skills).Cascade(CascadeMode.Stop)
                .Must(skills => skills.Count <= 30).WithMessage("Keep it under 30 skills.")
                .Must(skills => skills.All(s => s.Length <= 40)).WithMessage("Keep each skill under 40 characters.")
                .Must(skills => skills.All(SettingsRules.IsStorable)).WithMessage("A skill has characters that cannot be kept. Type it again.");
        }
    }

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

            (agent.Capacity, agent.Skills) = (request.Capacity, SettingsRules.Distinct(request.Skills));
            await db.SaveChangesAsync(cancellationToken);
            changes.Settings();
            return new Done();
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Deletes a policy that no case lives by.</summary>
public static class DeleteSlaPolicy
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<SlaPolicy>(request.Id, request.Actor, policy => GoAsync(policy, cancellationToken), cancellationToken);

        private async Task<Error?> GoAsync(SlaPolicy policy, CancellationToken cancellationToken)
        {
            // Resolved ones too: when they reopen, their clocks go on by what was promised.
            var cases = await db.Cases.CountAsync(c => c.SlaPolicyId == policy.Id && c.Status != CaseStatus.Closed, cancellationToken);
            if (cases > 0)
            {
                var who = cases == 1 ? "1 case that is not closed" : $"{cases:N0} cases that are not closed";
                return new Error(ErrorKind.Conflict, "policy_in_use", $"“{policy.Name}” is the promise of {who}. Switch it off instead: new cases then no longer get it.");
            }

            var rule = await db.RoutingRules.Where(r => r.SlaPolicyId == policy.Id).OrderBy(r => r.Position).Select(r => r.Name).FirstOrDefaultAsync(cancellationToken);
            if (rule is not null)
            {
                return new Error(ErrorKind.Conflict, "policy_in_use", $"The rule “{rule}” gives “{policy.Name}” to cases. Change that rule first.");
            }

            return null;
        }
    }
}

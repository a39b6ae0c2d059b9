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
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await settings.FindAsync<SlaPolicy>(request.Id, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            // Resolved ones too: when they reopen, their clocks go on by what was promised.
            var cases = await db.Cases.CountAsync(c => c.SlaPolicyId == request.Id && c.Status != CaseStatus.Closed, cancellationToken);
            if (cases > 0)
            {
                var who = cases == 1 ? "1 case that is not closed" : $"{cases:N0} cases that are not closed";
                return new Error(ErrorKind.Conflict, "policy_in_use", $"“{found.Value.Name}” is the promise of {who}. Switch it off instead: new cases then no longer get it.");
            }

            db.SlaPolicies.Remove(found.Value);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Moves a policy one place up or down in the order in which they are tried.</summary>
public static class MoveSlaPolicy
{
    public sealed record Command(long Id, bool Up, Actor Actor) : ICommand<Done>;

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

            var order = await db.SlaPolicies.OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancellationToken);
            Order.Move(order, found.Value, request.Up);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}

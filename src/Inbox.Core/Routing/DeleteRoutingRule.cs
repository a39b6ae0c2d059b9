using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Routing;

/// <summary>Deletes a rule. Cases it has sent keep their reason, which is kept in words.</summary>
public static class DeleteRoutingRule
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

            var found = await settings.FindAsync<RoutingRule>(request.Id, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            db.RoutingRules.Remove(found.Value);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}

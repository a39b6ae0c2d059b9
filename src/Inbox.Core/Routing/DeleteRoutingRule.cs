using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Routing;

/// <summary>Deletes a rule. Cases it has sent keep their reason, which is kept in words.</summary>
public static class DeleteRoutingRule
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<RoutingRule>(request.Id, request.Actor, _ => Task.FromResult<Error?>(null), cancellationToken);
    }
}

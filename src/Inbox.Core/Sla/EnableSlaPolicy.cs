using Inbox.Core.Access;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;

namespace Inbox.Core.Sla;

/// <summary>Puts a policy to work, or out of it, in its place of the order.</summary>
public static class EnableSlaPolicy
{
    public sealed record Command(long Id, bool Enabled, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(SettingsChange settings) : IRequestHandler<Command, Result<Done>>
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

            // A form that was opened before would switch it back.
            found.Value.Enabled = request.Enabled;
            found.Value.Revision++;
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}

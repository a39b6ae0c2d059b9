using Inbox.Core.Access;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Opens a door again, or closes it. What came through stays, and so do its cases.</summary>
public static class EnableChannel
{
    public sealed record Command(long Id, bool Enabled, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings, IEnumerable<IChannel> kinds, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await settings.FindAsync<Channel>(request.Id, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            found.Value.Enabled = request.Enabled;
            if (request.Enabled && kinds.Any(k => k.Kind == found.Value.Kind && k is IPollingChannel))
            {
                found.Value.NextPollAt = time.Now();
                found.Value.Problem = null;
            }

            if (kinds.Any(k => k.Kind == found.Value.Kind && k is IConnectedChannel))
            {
                found.Value.Problem = null;
                var now = time.Now();
                await db.ChannelLinks.Where(l => l.ChannelId == request.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.RetryAt, now).SetProperty(l => l.Failures, 0), cancellationToken);
            }

            if (await settings.SaveAsync(cancellationToken) is { } failed)
            {
                return failed;
            }

            await SendingTrouble.ForgetAsync(db, request.Id, time.Now(), cancellationToken);
            return default(Done);
        }
    }
}

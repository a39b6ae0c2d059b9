using System.Text.Json.Nodes;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Keeps a secret that the far side has replaced by itself, so that the door still opens after a restart. What an admin typed meanwhile stays.</summary>
public static class RenewChannelSecret
{
    /// <param name="Field">Of the channel's settings, for instance <c>smtpRefreshTokenSecret</c>.</param>
    /// <param name="Old">Plain, as it was used.</param>
    /// <param name="New">Plain.</param>
    public sealed record Command(long ChannelId, string Field, string Old, string New, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, ChannelSecrets secrets, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var channel = await db.Channels.FromSql($"SELECT * FROM channels WHERE id = {request.ChannelId} FOR UPDATE").FirstOrDefaultAsync(cancellationToken);
            if (channel is null || !secrets.TryReveal(channel.Settings, out var revealed))
            {
                return new Error(ErrorKind.NotFound, "secret_not_found", "The secret of this channel is no longer there.");
            }

            var settings = JsonNode.Parse(revealed)!.AsObject();
            if (settings[request.Field]?.GetValue<string>() == request.Old)
            {
                settings[request.Field] = request.New;
                channel.Settings = secrets.Protect(settings.ToJsonString(), stored: null);
                await db.SaveChangesAsync(cancellationToken);
                changes.Settings();
            }

            return new Done();
        }
    }
}

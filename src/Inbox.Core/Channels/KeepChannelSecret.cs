using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Keeps a secret that the far side gave out by itself (a session), so that it survives a restart. No revision: no admin typed it.</summary>
public static class KeepChannelSecret
{
    /// <param name="Name">Of the field of the settings; ends in Secret or Password.</param>
    /// <param name="Secret">Plain.</param>
    public sealed record Command(long ChannelId, string Name, string Secret, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, ChannelSecrets secrets, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var found = await db.Channels.FromSql($"SELECT * FROM channels WHERE id = {request.ChannelId} FOR UPDATE").ToListAsync(cancellationToken);
            foreach (var channel in found)
            {
                channel.Settings = secrets.With(channel.Settings, request.Name, request.Secret);
                changes.Settings();
            }

            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

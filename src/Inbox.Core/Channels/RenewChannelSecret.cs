using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>
/// Keeps a secret that the far side has replaced by itself, wherever it is used, so that these doors still open after a
/// restart: sending, fetching and other channels may share it. What an admin typed meanwhile stays.
/// </summary>
public static class RenewChannelSecret
{
    /// <param name="Old">Plain, as it was used.</param>
    /// <param name="New">Plain.</param>
    public sealed record Command(string Old, string New, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, ChannelSecrets secrets, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var users = (await db.Channels.AsNoTracking().Select(c => new { c.Id, c.Settings }).ToListAsync(cancellationToken))
                .Where(c => secrets.Renewed(c.Settings, request.Old, request.New) is not null)
                .Select(c => c.Id)
                .ToArray();
            var channels = await db.Channels.FromSql($"SELECT * FROM channels WHERE id = ANY({users}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
            foreach (var channel in channels)
            {
                if (secrets.Renewed(channel.Settings, request.Old, request.New) is { } renewed)
                {
                    channel.Settings = renewed;
                    changes.Settings();
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Links;

/// <summary>A person asks for something that lies at the far side and was never fetched, or could not be. Answers how many that are.</summary>
public static class FetchItems
{
    private const int Most = 1000;

    private static readonly Error NotFound = new(ErrorKind.NotFound, "channel_not_found", "There is no such channel, or it is not yours to see.");

    private static readonly Error Moved = new(
        ErrorKind.Conflict, "numbers_changed", "The server has renumbered this folder since the page was opened. Open the page again.");

    /// <param name="Epoch">As the page knew it.</param>
    /// <param name="Numbers">Those of what was taken already are passed over; at most 1,000 count.</param>
    public sealed record Command(long ChannelId, long Epoch, IReadOnlyList<long> Numbers, Actor Actor) : ICommand<int>;

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!await db.Channels.VisibleTo(request.Actor).AnyAsync(c => c.Id == request.ChannelId, cancellationToken))
            {
                return NotFound;
            }

            if (await db.RemoteItems.AnyAsync(i => i.ChannelId == request.ChannelId && i.Epoch > request.Epoch, cancellationToken))
            {
                return Moved;
            }

            var (numbers, now, wanted) = (request.Numbers.Take(Most).ToArray(), time.Now(), nameof(RemoteState.Wanted));
            return await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO remote_items (channel_id, epoch, number, state, at)
                SELECT {request.ChannelId}, {request.Epoch}, n, {wanted}, {now} FROM unnest({numbers}) AS n
                ON CONFLICT (channel_id, epoch, number) DO UPDATE SET state = {wanted}, problem = NULL
                WHERE remote_items.state = 'Refused'
                """,
                cancellationToken);
        }
    }
}

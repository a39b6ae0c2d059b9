using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>How often and on which doors this case was talked about. Counted over the whole case, whatever part of it is loaded.</summary>
internal static class Story
{
    public sealed record Query(long CaseId, Actor Actor) : IRequest<IReadOnlyList<Chapter>>;

    public sealed record Chapter
    {
        public long ChannelId { get; init; }

        public int Heard { get; init; }

        public int Answered { get; init; }

        public int Calls { get; init; }

        public int HoldSeconds { get; init; }

        public long Reach { get; init; }

        public DateTimeOffset? LastAnswerAt { get; init; }
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<Chapter>>
    {
        // Seconds on hold lie inside a jsonb value, which only SQL adds up without reading every message.
        public async Task<IReadOnlyList<Chapter>> Handle(Query request, CancellationToken cancellationToken) =>
            await db.Database.SqlQuery<Chapter>($"""
                SELECT m.channel_id AS "ChannelId",
                    (count(*) FILTER (WHERE m.direction = 'Inbound' AND m.automatic = 'None'))::int AS "Heard",
                    (count(*) FILTER (WHERE m.direction = 'Outbound' AND m.automatic = 'None'))::int AS "Answered",
                    (count(*) FILTER (WHERE m.call IS NOT NULL))::int AS "Calls",
                    coalesce(sum((m.call ->> 'holdSeconds')::int), 0)::int AS "HoldSeconds",
                    max(m.reach) AS "Reach",
                    max(m.received_at) FILTER (WHERE m.direction = 'Outbound' AND m.automatic = 'None') AS "LastAnswerAt"
                FROM messages m
                WHERE m.case_id = {request.CaseId} AND m.direction <> 'Note' AND NOT m.to_third_parties
                    AND NOT EXISTS (SELECT 1 FROM outbound_deliveries d WHERE d.message_id = m.id AND d.state IN ('Scheduled', 'Held', 'AwaitingApproval'))
                GROUP BY m.channel_id
                ORDER BY min(m.id)
                """).ToListAsync(cancellationToken);
    }
}

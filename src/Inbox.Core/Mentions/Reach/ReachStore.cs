using Inbox.Core.Channels;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Mentions.Reach;

/// <summary>A post that is due to be looked at.</summary>
internal sealed record DuePost(long MessageId, string ExternalId, DateTimeOffset ReceivedAt);

/// <summary>The SQL of reach: which posts are watched, and what they grew to.</summary>
internal static class ReachStore
{
    /// <summary>A watch that has ended is not begun again: only what came in the last day is new.</summary>
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    public static Task<int> WatchNewAsync(this InboxDb db, long channelId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - New;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO reach_watches (message_id, channel_id, next_at)
            SELECT m.id, m.channel_id, {now} FROM messages m
            WHERE m.visibility = 'Public' AND m.direction = 'Inbound' AND m.received_at > {since} AND m.channel_id = {channelId} AND m.external_id <> '' AND m.deleted_at IS NULL
                AND NOT EXISTS (SELECT FROM reach_watches w WHERE w.message_id = m.id)
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }

    public static async Task<IReadOnlyList<DuePost>> ClaimWatchesAsync(
        this InboxDb db, long channelId, int most, DateTimeOffset now, DateTimeOffset lease, CancellationToken cancellationToken) => await db.Database.SqlQuery<DuePost>(
        $"""
        WITH next AS (
            SELECT message_id FROM reach_watches WHERE channel_id = {channelId} AND next_at <= {now} ORDER BY next_at LIMIT {most} FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE reach_watches w SET next_at = {lease} FROM next WHERE w.message_id = next.message_id RETURNING w.message_id
        )
        SELECT m.id AS "MessageId", m.external_id AS "ExternalId", m.received_at AS "ReceivedAt" FROM claimed c JOIN messages m ON m.id = c.message_id
        """).ToListAsync(cancellationToken);

    /// <summary>Adds a point to each post, raises what grew and plans the next look.</summary>
    /// <returns>The cases whose figures changed.</returns>
    public static async Task<IReadOnlyList<long>> StoreReachAsync(
        this InboxDb db, IReadOnlyList<DuePost> due, IReadOnlyList<ReachFigures> figures, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var byId = figures.DistinctBy(f => f.ExternalId, StringComparer.Ordinal).ToDictionary(f => f.ExternalId, StringComparer.Ordinal);
        var read = due.Where(d => byId.ContainsKey(d.ExternalId)).Select(d => (d.MessageId, Figures: byId[d.ExternalId])).ToList();
        db.ReachPoints.AddRange(read.Select(r => new ReachPoint
        {
            MessageId = r.MessageId, At = now, Reach = r.Figures.Reach, Likes = r.Figures.Likes, Shares = r.Figures.Shares, Replies = r.Figures.Replies,
        }));
        await db.SaveChangesAsync(cancellationToken);
        var (ids, reaches) = (read.Select(r => r.MessageId).ToArray(), read.Select(r => r.Figures.Reach).ToArray());
        var cases = await db.Database.SqlQuery<long>(
            $"""
            WITH grown AS (
                UPDATE messages m SET reach = greatest(m.reach, r.reach) FROM unnest({ids}, {reaches}) AS r (id, reach)
                WHERE m.id = r.id RETURNING m.case_id, m.reach
            ), cases_of AS (
                SELECT case_id, max(reach) AS reach FROM grown WHERE case_id IS NOT NULL GROUP BY case_id
            ), raised AS (
                UPDATE cases c SET reach = o.reach FROM cases_of o WHERE c.id = o.case_id AND c.reach < o.reach
            )
            SELECT case_id AS "Value" FROM cases_of
            """).ToListAsync(cancellationToken);
        await PlanAsync(db, due, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return cases;
    }

    private static async Task PlanAsync(InboxDb db, IReadOnlyList<DuePost> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var posts in due.GroupBy(d => ReachSchedule.Next(d.ReceivedAt, now)))
        {
            long[] ids = [.. posts.Select(p => p.MessageId)];
            var watches = db.ReachWatches.Where(w => ids.Contains(w.MessageId));
            await (posts.Key is { } next
                ? watches.ExecuteUpdateAsync(set => set.SetProperty(w => w.NextAt, next), cancellationToken)
                : watches.ExecuteDeleteAsync(cancellationToken));
        }
    }
}

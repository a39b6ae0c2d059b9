using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Channels.Links;

/// <summary>Who holds which link: rows, so that one node at a time is connected, and another takes over from one that died.</summary>
internal sealed class LinkLeases(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>What a node that died had held waits so long.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>This process, until it ends.</summary>
    private readonly Guid _node = Guid.NewGuid();

    /// <summary>Takes what is due and free among these channels.</summary>
    public Task<List<ChannelLink>> ClaimAsync(long[] channels, CancellationToken cancellationToken) => DbAsync(
        async db =>
        {
            var (now, until) = (time.Now(), time.Now() + Lease);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO channel_links (channel_id, retry_at, revision, failures)
                SELECT id, {now}, -1, 0 FROM channels c WHERE id = ANY({channels}) AND NOT EXISTS (SELECT 1 FROM channel_links l WHERE l.channel_id = c.id)
                ON CONFLICT DO NOTHING
                """,
                cancellationToken);
            return await db.ChannelLinks.FromSql(
                $"""
                UPDATE channel_links l SET holder = {_node}, lease_until = {until}, revision = c.revision, connected_at = NULL
                FROM channels c
                WHERE c.id = l.channel_id AND l.channel_id IN (
                    SELECT k.channel_id FROM channel_links k JOIN channels o ON o.id = k.channel_id
                    WHERE k.channel_id = ANY({channels}) AND (k.retry_at <= {now} OR k.revision <> o.revision) AND (k.lease_until IS NULL OR k.lease_until < {now})
                    FOR UPDATE OF k SKIP LOCKED)
                RETURNING l.*
                """).AsNoTracking().ToListAsync(cancellationToken);
        });

    /// <summary>Keeps what this node holds; returns what it still does.</summary>
    public Task<List<long>> RenewAsync(long[] channels, CancellationToken cancellationToken)
    {
        var until = time.Now() + Lease;
        return DbAsync(db => db.Database.SqlQuery<long>(
            $"UPDATE channel_links SET lease_until = {until} WHERE channel_id = ANY({channels}) AND holder = {_node} RETURNING channel_id AS \"Value\"").ToListAsync(cancellationToken));
    }

    /// <summary>Gives a link back: another node, or this one, may take it at once.</summary>
    public Task ReleaseAsync(long channelId, CancellationToken cancellationToken) => EndAsync(channelId, (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>
    /// Gives a link back whose connection is over, and says why, unless it worked long enough to be worth a new one at once.
    /// One that soon broke again does not begin to count anew, or it would be tried every few seconds for ever.
    /// </summary>
    /// <param name="claimed">As it stood when this node took it.</param>
    /// <param name="end">Why.</param>
    /// <param name="workedAt">Since when the far side handed out what was asked for; null: it never did.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task EndAsync(ChannelLink claimed, LinkEnd end, DateTimeOffset? workedAt, CancellationToken cancellationToken) => EndAsync(
        claimed.ChannelId,
        async (db, link) =>
        {
            var now = time.Now();
            if (workedAt is { } since && now - since >= LinkBackOff.WorthRetrying)
            {
                link.RetryAt = now;
                return;
            }

            link.Failures = claimed.Failures + 1;
            link.RetryAt = now + LinkBackOff.After(link.Failures, end.Lasting);
            await LinkAlarm.FailsAsync(db, link, end.Problem, now, cancellationToken);
        },
        cancellationToken);

    private Task<bool> EndAsync(long channelId, Func<InboxDb, ChannelLink, Task> act, CancellationToken cancellationToken) => DbAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var link = await db.ChannelLinks.FromSql($"SELECT * FROM channel_links WHERE channel_id = {channelId} AND holder = {_node} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (link is null)
        {
            return false;
        }

        (link.Holder, link.LeaseUntil, link.ConnectedAt) = (null, null, null);
        await act(db, link);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    });

    private async Task<T> DbAsync<T>(Func<InboxDb, Task<T>> use)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<InboxDb>());
    }
}

/// <summary>How long to wait before connecting again.</summary>
internal static class LinkBackOff
{
    /// <summary>A connection that worked for so long was a good one; that it ended is not yet an outage.</summary>
    public static readonly TimeSpan WorthRetrying = TimeSpan.FromSeconds(30);

    /// <summary>Doubles from 2 s to 5 minutes; from a minute to half an hour where a person must act. Spread by a fifth, so that doors of one server do not return together.</summary>
    public static TimeSpan After(int failures, bool lasting)
    {
        var (first, most) = lasting ? (60.0, 1800.0) : (2.0, 300.0);
        return TimeSpan.FromSeconds(Math.Min(most, first * Math.Pow(2, Math.Min(failures - 1, 12))) * (1 + Random.Shared.NextDouble() / 5));
    }
}

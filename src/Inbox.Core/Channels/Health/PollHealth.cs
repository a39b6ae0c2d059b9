using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Health;

/// <summary>Keeps how a door that is asked for news stands, tells its owner, and says when to ask again. Each door waits for itself.</summary>
internal static class PollHealth
{
    /// <summary>A single look that fails is nothing to call anybody for.</summary>
    private const int WorthTelling = 2;

    /// <summary>The row of a door, locked; made where there is none yet.</summary>
    public static async Task<ChannelLink> LockLinkAsync(this InboxDb db, long channelId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO channel_links (channel_id, retry_at, revision, failures) VALUES ({channelId}, {now}, -1, 0) ON CONFLICT DO NOTHING", cancellationToken);
        return await db.ChannelLinks.FromSql($"SELECT * FROM channel_links WHERE channel_id = {channelId} FOR UPDATE").SingleAsync(cancellationToken);
    }

    /// <returns>When to ask again.</returns>
    public static async Task<DateTimeOffset> StoreAsync(InboxDb db, ChannelLink link, PollResult polled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        link.LastReceivedAt = polled.Items.Count > 0 ? now : link.LastReceivedAt;
        link.LimitedUntil = polled.LimitedUntil > now ? polled.LimitedUntil : null;
        if (polled.Problem is { } problem)
        {
            link.Failures++;
            if (polled.AccessLost)
            {
                await LoseAccessAsync(db, link, problem, now, cancellationToken);
            }

            await LinkAlarm.FailsAsync(db, link, problem, now, cancellationToken, tell: link.Failures >= WorthTelling);
            return now + Longer(polled.NextIn, LinkBackOff.After(link.Failures, lasting: true));
        }

        if (link.LimitedUntil is { } until)
        {
            // Whoever is told to wait was let in; whether what failed before works again is seen then.
            return until > now + polled.NextIn ? until : now + polled.NextIn;
        }

        (link.Failures, link.AccessLostAt, link.Unread) = (0, null, polled.Unread);
        if (polled.RenewBy != link.RenewBy)
        {
            (link.RenewBy, link.ToldDaysLeft) = (polled.RenewBy, null);
        }

        await LinkAlarm.WorksAsync(db, link, now, cancellationToken);
        return now + polled.NextIn;
    }

    /// <summary>Told at once, whatever else is wrong already; once, whether asking or sending met it first.</summary>
    private static async Task LoseAccessAsync(InboxDb db, ChannelLink link, string problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link.AccessLostAt is not null)
        {
            return;
        }

        (link.AccessLostAt, link.FailingSince) = (now, link.FailingSince ?? now);
        if (!await db.Channels.AnyAsync(c => c.Id == link.ChannelId && c.SendingAccessLost, cancellationToken))
        {
            await TellLossAsync(db, link.ChannelId, problem, now, cancellationToken);
        }

        await LiveNotifier.EverythingChangedAsync(db, cancellationToken);
    }

    public static Task TellLossAsync(InboxDb db, long channelId, string problem, DateTimeOffset now, CancellationToken cancellationToken) => db.TellOwnersAsync(
        channelId, name => $"{name} lost its access: {problem} Connect it again in its settings; it then goes on where it stopped.", now, cancellationToken);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

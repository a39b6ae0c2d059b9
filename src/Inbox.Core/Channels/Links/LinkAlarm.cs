using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Links;

/// <summary>Says that a door fails, and that it works again: on the channel at once, and to its owner once per outage.</summary>
internal static class LinkAlarm
{
    /// <param name="db">With a transaction.</param>
    /// <param name="link">Locked; the caller saves.</param>
    /// <param name="problem">In plain words.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="tell">False: it shows on the channel and may pass by itself.</param>
    public static async Task FailsAsync(InboxDb db, ChannelLink link, string problem, DateTimeOffset now, CancellationToken cancellationToken, bool tell = true)
    {
        var text = Words.Cut(Words.Storable(problem), 1000);
        await db.Channels.Where(c => c.Id == link.ChannelId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, text), cancellationToken);
        if (tell && link.FailingSince is null)
        {
            link.FailingSince = now;
            await LiveNotifier.EverythingChangedAsync(db, cancellationToken);
            await db.TellOwnersAsync(link.ChannelId, name => $"{name} is in trouble: {text}", now, cancellationToken);
        }
    }

    public static async Task WorksAsync(InboxDb db, ChannelLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Channels.Where(c => c.Id == link.ChannelId && c.Problem != null).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, (string?)null), cancellationToken);
        if (link.FailingSince is not null)
        {
            link.FailingSince = null;
            await LiveNotifier.EverythingChangedAsync(db, cancellationToken);
            await db.TellOwnersAsync(link.ChannelId, name => $"{name} works again", now, cancellationToken);
        }
    }

    public static Task LeftOutAsync(InboxDb db, ChannelLink link, string problem, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.TellOwnersAsync(link.ChannelId, name => $"Something for {name} could not be fetched and waits on its mailbox page: {Words.Storable(problem)}", now, cancellationToken);
}

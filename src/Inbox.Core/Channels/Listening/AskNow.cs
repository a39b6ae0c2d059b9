using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Listening;

public static class AskNow
{
    /// <summary>
    /// The door is asked for news at once; while it is being asked, once more behind that. Not while it fails or was told to
    /// wait: a far side in trouble is not pressed.
    /// </summary>
    public static Task AskNowAsync(this InboxDb db, long channelId, DateTimeOffset now, CancellationToken cancellationToken) => db.Channels
        .Where(c => c.Id == channelId && c.Enabled && !db.ChannelLinks.Any(l => l.ChannelId == channelId && (l.Failures > 0 || l.LimitedUntil > now)))
        .ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPollAt, now), cancellationToken);
}

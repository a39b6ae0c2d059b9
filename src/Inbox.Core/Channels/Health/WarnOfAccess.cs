using System.Globalization;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Health;

/// <summary>Tells the owner of a door a week and a day before its access ends for good, once each.</summary>
internal sealed class WarnOfAccess(InboxDb db, TimeProvider time) : IJob
{
    private static readonly int[] Days = [1, 7];

    public string Name => "warn-of-access";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var soon = now.AddDays(Days[^1]);
        var due = await db.ChannelLinks.Where(l => l.RenewBy > now && l.RenewBy <= soon && l.AccessLostAt == null && db.Channels.Any(c => c.Id == l.ChannelId && c.Enabled))
            .Select(l => l.ChannelId)
            .ToListAsync(cancellationToken);
        foreach (var id in due)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await WarnAsync(await db.LockLinkAsync(id, now, cancellationToken), now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return false;
    }

    private async Task WarnAsync(ChannelLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link.RenewBy is not { } until || until <= now || Array.Find(Days, d => until <= now.AddDays(d)) is not (> 0 and var left) || link.ToldDaysLeft <= left)
        {
            return;
        }

        link.ToldDaysLeft = left;
        var at = until.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        await db.TellOwnersAsync(link.ChannelId, name => $"The access of {name} ends {at}: connect it again in its settings before that", now, cancellationToken);
    }
}

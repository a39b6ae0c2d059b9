using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels;

/// <summary>Tells those who answer for a door: the lead of its department, or everybody there and the administrators while it has none.</summary>
internal static class DoorOwners
{
    /// <param name="db">With a transaction.</param>
    /// <param name="channelId">The door.</param>
    /// <param name="text">Given the door's name; never customer text.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task TellOwnersAsync(this InboxDb db, long channelId, Func<string, string> text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var door = await db.Channels.Where(c => c.Id == channelId)
            .Join(db.Departments, c => c.DepartmentId, d => d.Id, (c, d) => new { c.Name, c.DepartmentId, d.LeadId })
            .SingleOrDefaultAsync(cancellationToken);
        if (door is null)
        {
            return;
        }

        var people = await db.Users
            .Where(a => a.DisabledAt == null && (a.Id == door.LeadId || a.Role == Role.Admin || (a.Role != Role.Marketing && a.Departments.Any(d => d.DepartmentId == door.DepartmentId))))
            .Select(a => a.Id)
            .ToListAsync(cancellationToken);
        var told = door.LeadId is { } lead && people.Contains(lead) ? [lead] : people;
        await db.TellAsync(new Notice(NotificationKind.ChannelTrouble, told, Case: null, text(door.Name)), now, cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>Raw deliveries hold whatever a stranger sent, unread: only those who work for the channel's department see them.</summary>
public static class DeliveryAccess
{
    internal static readonly Error NotFound = new(ErrorKind.NotFound, "delivery_not_found", "There is no such delivery, or it is not yours to see.");

    public static IQueryable<InboundDelivery> VisibleTo(this IQueryable<InboundDelivery> deliveries, Actor actor, Rules rules)
    {
        long[] channels = [.. rules.Channels.Values.Where(c => actor.Works(c.DepartmentId) && !actor.HiddenIds.Contains(c.DepartmentId)).Select(c => c.Id)];
        return deliveries.Where(d => channels.Contains(d.ChannelId));
    }

    /// <summary>Holds the row, so that nobody else decides on it meanwhile.</summary>
    internal static async Task<Result<InboundDelivery>> LockDeliveryAsync(this InboxDb db, long id, Actor actor, Rules rules, CancellationToken cancellationToken) =>
        await db.InboundDeliveries.FromSql($"SELECT * FROM inbound_deliveries WHERE id = {id} FOR UPDATE")
            .VisibleTo(actor, rules)
            .FirstOrDefaultAsync(cancellationToken) is { } found ? found : NotFound;
}

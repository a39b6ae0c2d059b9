using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>
/// Tells the owner of a door that something waits there for a person: parked, or held as part of a burst. Once per wave:
/// what comes while an alert is fresh and its cause still waits is part of it.
/// </summary>
internal sealed class AlertTrouble(InboxDb db, TimeProvider time) : IJob
{
    private static readonly TimeSpan Wave = TimeSpan.FromHours(4);

    public string Name => "alert-trouble";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var waiting = db.InboundDeliveries.Where(d => d.State == InboundState.Parked || d.State == InboundState.Held);
        var doors = await waiting.GroupBy(d => d.ChannelId)
            .Select(g => new
            {
                ChannelId = g.Key,
                Parked = g.Count(d => d.State == InboundState.Parked),
                Held = g.Count(d => d.State == InboundState.Held),
                News = g.Count(d => d.AlertedAt == null),
                Alerted = g.Max(d => d.AlertedAt),
            })
            .Where(g => g.News > 0)
            .ToListAsync(cancellationToken);
        foreach (var door in doors)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var known = door.Alerted is { } before && before > now - Wave ? before : (DateTimeOffset?)null;
            if (known is null)
            {
                await db.TellOwnersAsync(door.ChannelId, name => $"{Waiting(door.Parked, door.Held)} at {name}: see Parked and held", now, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            var at = known ?? now;
            await waiting.Where(d => d.ChannelId == door.ChannelId && d.AlertedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.AlertedAt, at), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return false;
    }

    private static string Waiting(int parked, int held) => (parked, held) switch
    {
        (0, _) => $"{Messages(held)} of a burst {(held == 1 ? "is" : "are")} held",
        (_, 0) => $"{Messages(parked)} could not be read",
        _ => $"{Messages(parked)} could not be read and {Messages(held)} of a burst {(held == 1 ? "is" : "are")} held",
    };

    private static string Messages(int count) => count == 1 ? "1 message" : FormattableString.Invariant($"{count} messages");
}

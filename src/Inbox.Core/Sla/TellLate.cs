using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Tells what late steps had to say, once all of them are taken: one receiver gets one word instead of a flood.</summary>
internal sealed class TellLate(InboxDb db, EscalationNotices notices, TimeProvider time)
{
    private const long LockKey = 0x496e624c617465;
    private const int AtOnce = 20_000;

    /// <summary>True when something was told. Another node that tells at the moment is left to it.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (!await db.LateNotices.AnyAsync(cancellationToken))
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({LockKey}) AS \"Value\"").SingleAsync(cancellationToken))
        {
            return false;
        }

        // By receiver, so that at most one of them is cut in two.
        var kept = await db.LateNotices.AsNoTracking()
            .OrderBy(n => n.AgentId).ThenBy(n => n.WebhookId).ThenBy(n => n.Address).ThenBy(n => n.Id).Take(AtOnce).ToListAsync(cancellationToken);
        var now = time.Now();
        foreach (var all in kept.GroupBy(n => (n.AgentId, n.WebhookId, n.Address)))
        {
            await notices.AddLateAsync([.. all.OrderBy(n => n.Fact.OwedAt).ThenBy(n => n.Id)], now, cancellationToken);
        }

        var told = kept.ConvertAll(n => n.Id);
        await db.LateNotices.Where(n => told.Contains(n.Id)).ExecuteDeleteAsync(cancellationToken);
        await notices.SaveAsync(now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return kept.Count > 0;
    }
}

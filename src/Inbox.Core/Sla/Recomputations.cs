using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Asks for clocks to be recomputed, in the transaction of the edit that makes it necessary.</summary>
internal sealed class Recomputations(InboxDb db, TimeProvider time)
{
    /// <summary>How many running clocks will be recomputed.</summary>
    public async Task<int> AskForCalendarAsync(long calendarId, CancellationToken cancellationToken)
    {
        var running = await db.SlaClocks.CountAsync(c => c.CalendarId == calendarId && c.StoppedAt == null && c.ResumedAt != null, cancellationToken);
        var known = await db.Recomputations.SingleOrDefaultAsync(r => r.CalendarId == calendarId, cancellationToken);
        return await BeginAsync(known ?? db.Recomputations.Add(new Recomputation { CalendarId = calendarId }).Entity, running, cancellationToken);
    }

    /// <inheritdoc cref="AskForCalendarAsync"/>
    public async Task<int> AskForPolicyAsync(long policyId, CancellationToken cancellationToken)
    {
        var running = await db.SlaClocks.CountAsync(c => c.PolicyId == policyId && c.StoppedAt == null && c.ResumedAt != null, cancellationToken);
        var known = await db.Recomputations.SingleOrDefaultAsync(r => r.PolicyId == policyId, cancellationToken);
        return await BeginAsync(known ?? db.Recomputations.Add(new Recomputation { PolicyId = policyId }).Entity, running, cancellationToken);
    }

    private async Task<int> BeginAsync(Recomputation asked, int running, CancellationToken cancellationToken)
    {
        asked.Begin(running, time.Now());
        await db.SaveChangesAsync(cancellationToken);
        return running;
    }
}

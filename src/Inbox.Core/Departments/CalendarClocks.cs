using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Departments;

/// <summary>Brings the running clocks of a calendar over to its new hours.</summary>
internal sealed class CalendarClocks(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>How many open cases were reckoned anew.</summary>
    public async Task<int> ReckonAsync(long calendarId, WorkingTime before, WorkingTime after, CancellationToken cancellationToken)
    {
        // Only policies are read of these rules, and they do not change in this transaction.
        var rules = await rulebook.GetAsync(cancellationToken);
        var (count, last) = (0, 0L);
        while (true)
        {
            // In id order, as everybody who locks several cases does; running clocks are known again under the lock.
            var cases = await db.Cases
                .FromSql($"""
                    SELECT * FROM cases WHERE id IN (
                        SELECT DISTINCT case_id FROM sla_clocks
                        WHERE calendar_id = {calendarId} AND stopped_at IS NULL AND resumed_at IS NOT NULL AND case_id > {last}
                        ORDER BY case_id LIMIT {Batch})
                    ORDER BY id FOR UPDATE
                    """)
                .ToListAsync(cancellationToken);
            if (cases.Count == 0)
            {
                return count;
            }

            var ids = cases.ConvertAll(c => c.Id);
            var clocks = (await db.SlaClocks.Where(c => ids.Contains(c.CaseId) && c.StoppedAt == null).ToListAsync(cancellationToken)).ToLookup(c => c.CaseId);
            var now = time.Now();
            foreach (var found in cases)
            {
                foreach (var clock in clocks[found.Id].Where(c => c.CalendarId == calendarId))
                {
                    clock.HoursChanged(before, after, rules.Policy(clock.PolicyId)?.Steps ?? [], now);
                    db.SlaSegments.AddRange(clock.TakeSegments());
                }

                new CaseClocks(rules, found, clocks[found.Id]).Reckon();
                changes.Case(found.Id);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            (count, last) = (count + cases.Count, ids[^1]);
        }
    }
}

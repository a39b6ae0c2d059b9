using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>What only time does to a case: a thanks that nobody confirmed reopens it, a resolved case closes, a snooze ends.</summary>
internal sealed class AgeCases(InboxDb db, Rulebook rulebook, LiveNotifier live, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public string Name => "age-cases";

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var now = time.Now();
        var thanked = await db.Cases.Where(c => c.ThanksUntil <= now).OrderBy(c => c.Id).Select(c => c.Id).Take(Batch).ToListAsync(cancellationToken);
        var changed = new List<long>();
        foreach (var id in thanked)
        {
            await ChangeAsync(id, rules, locked => Reopen(locked, now), cancellationToken);
            changed.Add(id);
        }

        foreach (var days in rules.Channels.Values.GroupBy(c => c.ReopenDays))
        {
            changed.AddRange(await CloseAsync([.. days.Select(c => c.Id)], now.AddDays(-days.Key), now, cancellationToken));
        }

        changed.AddRange(await WakeAsync(now, cancellationToken));
        live.Publish(changed);
        return changed.Count >= Batch;
    }

    private static void Reopen(LockedCase locked, DateTimeOffset now)
    {
        // Somebody may have settled it since it was found.
        if (!(locked.Case.ThanksUntil <= now))
        {
            return;
        }

        var before = locked.Case.Status;
        locked.Case.CustomerWrote(now);
        locked.Clocks.StatusChanged(before, now);
        locked.Clocks.CustomerWrote(now);
        locked.Note(CaseEventKind.Reopened, Actor.System, now, "Nobody confirmed that the thanks needed no answer");
    }

    private async Task ChangeAsync(long id, Rules rules, Action<LockedCase> change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(id, Actor.System, rules, cancellationToken);
        if (locked.IsOk)
        {
            change(locked.Value);
            await locked.Value.SaveAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>No clock runs on a resolved case, so closing is one statement.</summary>
    private async Task<List<long>> CloseAsync(long[] channels, DateTimeOffset resolvedBefore, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<long>(
            $"""
            UPDATE cases SET status = 'Closed', closed_at = {now}
            WHERE id IN (
                SELECT id FROM cases
                WHERE status = 'Resolved' AND resolved_at < {resolvedBefore} AND thanks_until IS NULL AND channel_id = ANY({channels})
                ORDER BY resolved_at LIMIT {Batch} FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);

    private async Task<List<long>> WakeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<long>(
            $"""
            UPDATE cases SET snoozed_until = NULL
            WHERE id IN (SELECT id FROM cases WHERE snoozed_until <= {now} AND is_open ORDER BY id LIMIT {Batch} FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
}

using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>
/// One batch of a recomputation, in one transaction: the clocks, the cases' due times and the count commit together, so
/// that whoever dies in between leaves nothing half done, and any node goes on where it stopped.
/// </summary>
internal sealed class RecomputeClocks(InboxDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>Cases whose locks are held together: short enough that nobody who works on one of them notices.</summary>
    private const int Batch = 200;

    /// <summary>The cases that were changed; null when nothing waits, or another node has it.</summary>
    public async Task<IReadOnlyList<long>?> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var asked = await db.Recomputations
            .FromSql($"SELECT * FROM recomputations WHERE next_look_at <= {now} AND next_look_at < 'infinity' ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED")
            .SingleOrDefaultAsync(cancellationToken);
        if (asked is null)
        {
            return null;
        }

        var rules = await PresentRulesAsync(asked, cancellationToken);
        var cases = await OutdatedAsync(asked, rules, cancellationToken);
        if (cases.Length == 0)
        {
            await EndAsync(asked, now, cancellationToken);
        }
        else
        {
            asked.Went(await RecomputeAsync(cases, rules, cancellationToken));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return cases;
    }

    /// <summary>Rules that know the edit: this node may not have heard of it yet.</summary>
    private async Task<Rules> PresentRulesAsync(Recomputation asked, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var (known, present) = asked.CalendarId is { } id
            ? (rules.Calendars.GetValueOrDefault(id)?.HoursVersion, await db.Calendars.Where(c => c.Id == id).Select(c => c.HoursVersion).SingleAsync(cancellationToken))
            : (rules.Policy(asked.PolicyId)?.TermsVersion, await db.SlaPolicies.Where(p => p.Id == asked.PolicyId).Select(p => p.TermsVersion).SingleAsync(cancellationToken));
        if (known == present)
        {
            return rules;
        }

        rulebook.Forget();
        return await rulebook.GetAsync(cancellationToken);
    }

    private async Task<long[]> OutdatedAsync(Recomputation asked, Rules rules, CancellationToken cancellationToken)
    {
        var clocks = db.SlaClocks.Where(c => c.StoppedAt == null);
        if (asked.CalendarId is { } calendar)
        {
            var version = rules.Calendars[calendar].HoursVersion;
            clocks = clocks.Where(c => c.CalendarId == calendar && c.HoursVersion < version).OrderBy(c => c.HoursVersion);
        }
        else
        {
            var version = rules.Policy(asked.PolicyId)!.TermsVersion;
            clocks = clocks.Where(c => c.PolicyId == asked.PolicyId && c.TermsVersion < version).OrderBy(c => c.TermsVersion);
        }

        return [.. (await clocks.Select(c => c.CaseId).Take(4 * Batch).ToListAsync(cancellationToken)).Distinct().Take(Batch)];
    }

    private async Task<int> RecomputeAsync(long[] ids, Rules rules, CancellationToken cancellationToken)
    {
        // In id order, as everybody who locks several cases does; what runs is known again under the lock.
        var cases = await db.Cases.FromSql($"SELECT * FROM cases WHERE id = ANY({ids}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        var clocks = (await db.SlaClocks.Where(c => ids.Contains(c.CaseId)).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ToLookup(c => c.CaseId);

        // The locks were waited for: what was counted meanwhile is older than this.
        var now = time.Now();
        var running = 0;
        foreach (var found in cases)
        {
            var own = new CaseClocks(rules, found, clocks[found.Id]);
            running += own.Recompute(now);
            db.SlaSegments.AddRange(own.TakeSegments());
        }

        return running;
    }

    private async Task EndAsync(Recomputation asked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        asked.NothingLeft(now);
        if (asked is { IsOver: true, CalendarId: { } calendar })
        {
            await db.EarlierHours.Where(h => h.CalendarId == calendar).ExecuteDeleteAsync(cancellationToken);
        }
    }
}

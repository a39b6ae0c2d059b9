using Inbox.Core.Access;
using Inbox.Core.Cases.Following;
using Inbox.Core.Data;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing.Learning;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>A case whose row this transaction holds, with its clocks: the way every command gets at a case.</summary>
internal sealed class LockedCase(Case @case, CaseClocks clocks, Rules rules, InboxDb db, Actor actor, bool isNew = false)
{
    private readonly FollowedChanges _followed = new(@case, actor);
    private readonly RoutedChange _routed = new(@case);

    // Null before the first save of a case that has just opened: every playbook is looked at then.
    private PlaybookFacts? _facts = isNew ? null : PlaybookFacts.Of(@case);
    private DateTimeOffset _changedAt;

    public Case Case { get; } = @case;

    public CaseClocks Clocks { get; } = clocks;

    /// <summary>Stores the cycles that the command started and the stretches it ended, along with all else it changed, and opens the playbooks that now match.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_facts != PlaybookFacts.Of(Case))
        {
            await PlaybookOpening.OpenAsync(db, this, isNew: _facts is null, rules, _changedAt, cancellationToken);
            _facts = PlaybookFacts.Of(Case);
        }

        await _routed.CountAsync(db, cancellationToken);
        db.SlaClocks.AddRange(Clocks.Started);
        db.SlaSegments.AddRange(Clocks.TakeSegments());
        await db.SaveChangesAsync(cancellationToken);
        await _followed.TellAsync(db, cancellationToken);
    }

    public void Note(CaseEventKind kind, Actor actor, DateTimeOffset now, string detail)
    {
        _changedAt = now;
        db.Events.Add(new CaseEvent { CaseId = Case.Id, At = now, Kind = kind, AgentId = actor.AgentId, Detail = detail });
        _followed.Noted(kind, now);
        _routed.Noted(actor, now);
    }
}

internal static class CaseLocks
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "case_not_found", "There is no such case, or it is not yours to see.");

    public static readonly Error NotYours = new(ErrorKind.Forbidden, "case_not_yours", "You can read this case but not change it: it belongs to a department you are not in.");

    public static readonly Error MergedMeanwhile = new(ErrorKind.Conflict, "merged_meanwhile", "One of the two has just been merged by somebody else. Look again.");

    /// <summary>A closed case, or one of spam, is not answered.</summary>
    public static Error AtRest(CaseStatus status) => new(ErrorKind.Conflict, "case_closed", $"The case is {status}. Set it Open before you answer.");

    /// <summary>Locks a case the actor may read; follows the alias of a folded case.</summary>
    public static async Task<Result<LockedCase>> LockVisibleAsync(this InboxDb db, long id, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var found = await db.FindLockedAsync(id, actor, cancellationToken);
        if (found?.FoldedIntoId is { } target)
        {
            return await db.LockVisibleAsync(target, actor, rules, cancellationToken);
        }

        if (found is null)
        {
            return NotFound;
        }

        return await db.WithClocksAsync(found, actor, rules, cancellationToken);
    }

    /// <summary>
    /// Locks several cases the actor may change, as they are called now: in id order, whoever asks for what, so that two
    /// commands never wait for each other. They come back in the order asked for; a pair may turn out to be one.
    /// </summary>
    /// <param name="db">In the transaction of the command.</param>
    /// <param name="ids">Numbers, aliases among them.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="rules">For the clocks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="readOnly">Of this one it is enough that the actor may read it.</param>
    public static async Task<Result<LockedCase[]>> LockAllAsync(
        this InboxDb db, long[] ids, Actor actor, Rules rules, CancellationToken cancellationToken, long? readOnly = null)
    {
        // An alias that is followed after its own lock would take a lock out of order.
        var aliases = await db.Cases.Where(c => ids.Contains(c.Id) && c.FoldedIntoId != null)
            .Select(c => new { c.Id, Now = c.FoldedIntoId!.Value }).ToDictionaryAsync(c => c.Id, c => c.Now, cancellationToken);
        long Now(long id) => aliases.GetValueOrDefault(id, id);
        var locked = await db.LockExactlyAsync([.. ids.Select(Now)], actor, rules, cancellationToken, readOnly is { } read ? Now(read) : null);
        return locked.IsOk && locked.Value.Any(l => l.Case.FoldedIntoId is not null) ? MergedMeanwhile : locked;
    }

    /// <summary>Locks these very cases in id order, also those that are aliases now.</summary>
    public static async Task<Result<LockedCase[]>> LockExactlyAsync(
        this InboxDb db, long[] ids, Actor actor, Rules rules, CancellationToken cancellationToken, long? readOnly = null)
    {
        var locked = new Dictionary<long, LockedCase>();
        foreach (var id in ids.Distinct().Order())
        {
            if (await db.FindLockedAsync(id, actor, cancellationToken) is not { } found)
            {
                return NotFound;
            }

            if (id != readOnly && !actor.MayChange(found))
            {
                return NotYours;
            }

            locked[id] = await db.WithClocksAsync(found, actor, rules, cancellationToken);
        }

        return ids.Select(id => locked[id]).ToArray();
    }

    private static Task<Case?> FindLockedAsync(this InboxDb db, long id, Actor actor, CancellationToken cancellationToken) => db.Cases
        .FromSql($"SELECT * FROM cases WHERE id = {id} FOR UPDATE")
        .VisibleTo(actor)
        .SingleOrDefaultAsync(cancellationToken);

    private static async Task<LockedCase> WithClocksAsync(this InboxDb db, Case found, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var clocks = await db.SlaClocks.Where(c => c.CaseId == found.Id).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        return new LockedCase(found, new CaseClocks(rules, found, clocks), rules, db, actor);
    }

    /// <summary>Locks a case the actor may change.</summary>
    public static async Task<Result<LockedCase>> LockAsync(this InboxDb db, long id, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var locked = await db.LockVisibleAsync(id, actor, rules, cancellationToken);
        return locked.IsOk && !actor.MayChange(locked.Value.Case) ? NotYours : locked;
    }
}

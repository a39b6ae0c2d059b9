using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>A case whose row this transaction holds, with its clocks: the way every command gets at a case.</summary>
internal sealed class LockedCase(Case @case, CaseClocks clocks, InboxDb db)
{
    public Case Case { get; } = @case;

    public CaseClocks Clocks { get; } = clocks;

    /// <summary>Stores the cycles that the command started and the stretches it ended, along with all else it changed.</summary>
    public Task SaveAsync(CancellationToken cancellationToken)
    {
        db.SlaClocks.AddRange(Clocks.Started);
        db.SlaSegments.AddRange(Clocks.TakeSegments());
        return db.SaveChangesAsync(cancellationToken);
    }

    public void Note(CaseEventKind kind, Actor actor, DateTimeOffset now, string detail) =>
        db.Events.Add(new CaseEvent { CaseId = Case.Id, At = now, Kind = kind, AgentId = actor.AgentId, Detail = detail });
}

internal static class CaseLocks
{
    public static readonly Error NotFound = new(ErrorKind.NotFound, "case_not_found", "There is no such case, or it is not yours to see.");

    private static readonly Error NotYours = new(ErrorKind.Forbidden, "case_not_yours", "You can read this case but not change it: it belongs to a department you are not in.");

    /// <summary>Locks a case the actor may read; follows the alias of a folded case.</summary>
    public static async Task<Result<LockedCase>> LockVisibleAsync(this InboxDb db, long id, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var found = await db.Cases
            .FromSql($"SELECT * FROM cases WHERE id = {id} FOR UPDATE")
            .VisibleTo(actor)
            .FirstOrDefaultAsync(cancellationToken);
        if (found?.FoldedIntoId is { } target)
        {
            return await db.LockVisibleAsync(target, actor, rules, cancellationToken);
        }

        if (found is null)
        {
            return NotFound;
        }

        var clocks = await db.SlaClocks.Where(c => c.CaseId == found.Id).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        return new LockedCase(found, new CaseClocks(rules, found, clocks), db);
    }

    /// <summary>Locks a case the actor may change.</summary>
    public static async Task<Result<LockedCase>> LockAsync(this InboxDb db, long id, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var locked = await db.LockVisibleAsync(id, actor, rules, cancellationToken);
        return locked.IsOk && !actor.MayChange(locked.Value.Case) ? NotYours : locked;
    }
}

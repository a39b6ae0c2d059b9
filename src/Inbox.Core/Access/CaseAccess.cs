using Inbox.Core.Cases;

namespace Inbox.Core.Access;

/// <summary>The rights of design.md, as conditions of the query itself.</summary>
public static class CaseAccess
{
    /// <summary>Cases the actor may read.</summary>
    public static IQueryable<Case> VisibleTo(this IQueryable<Case> cases, Actor actor)
    {
        if (actor.External)
        {
            var own = actor.DepartmentIds;
            return cases.Where(c => own.Contains(c.DepartmentId)
                || (c.OfferedToId != null && own.Contains(c.OfferedToId.Value)));
        }

        if (actor.HiddenIds.Length == 0)
        {
            return cases;
        }

        var hidden = actor.HiddenIds;
        return cases.Where(c => !hidden.Contains(c.DepartmentId));
    }

    /// <summary>Cases the actor may change: answer, assign, resolve, hand off.</summary>
    public static bool MayChange(this Actor actor, Case found) => actor.Works(found.DepartmentId);

    /// <summary>Messages of visible cases, and those that have none (mentions, automatic mail), which contractors never see.</summary>
    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, Actor actor, IQueryable<Case> cases)
    {
        var visible = cases.VisibleTo(actor);
        return actor.External
            ? messages.Where(m => visible.Any(c => c.Id == m.CaseId) && (m.Direction != Direction.Note || m.SharedOutside))
            : messages.Where(m => m.CaseId == null || visible.Any(c => c.Id == m.CaseId));
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;

namespace Inbox.Core.Access;

/// <summary>The rights of design.md, as conditions of the query itself.</summary>
public static class CaseAccess
{
    /// <summary>Cases the actor may read. <see cref="Notifications.Notifier"/> asks the same of many agents at once.</summary>
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

        // A confidential case is read by whom it is offered to, and by whoever was named on it.
        var (hidden, mine, me) = (actor.HiddenIds, actor.DepartmentIds, actor.AgentId);
        return cases.Where(c => !hidden.Contains(c.DepartmentId)
            || (c.OfferedToId != null && mine.Contains(c.OfferedToId.Value))
            || c.Readers.Any(r => r.AgentId == me));
    }

    /// <summary>Cases the actor may change: answer, assign, resolve, hand off.</summary>
    public static bool MayChange(this Actor actor, Case found) => actor.Works(found.DepartmentId);

    /// <summary>
    /// Messages of visible cases, and those that have none (mentions, automatic mail), which contractors never see. What came
    /// in private to a door of a confidential department stays there.
    /// </summary>
    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, Actor actor, InboxDb db)
    {
        var visible = db.Cases.VisibleTo(actor);
        if (actor.External)
        {
            return messages.Where(m => visible.Any(c => c.Id == m.CaseId) && (m.Direction != Direction.Note || m.SharedOutside));
        }

        var (hidden, channels) = (actor.HiddenIds, db.Channels);
        return hidden.Length == 0
            ? messages.Where(m => m.CaseId == null || visible.Any(c => c.Id == m.CaseId))
            : messages.Where(m => m.CaseId == null
                ? m.Visibility == Visibility.Public || !channels.Any(c => c.Id == m.ChannelId && hidden.Contains(c.DepartmentId))
                : visible.Any(c => c.Id == m.CaseId));
    }
}

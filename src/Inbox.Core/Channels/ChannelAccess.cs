using Inbox.Core.Access;

namespace Inbox.Core.Channels;

/// <summary>Doors whose raw deliveries the actor may see.</summary>
public static class ChannelAccess
{
    public static IQueryable<Channel> VisibleTo(this IQueryable<Channel> channels, Actor actor)
    {
        if (actor.External || actor.Role == Role.Marketing)
        {
            return channels.Where(_ => false);
        }

        var (everywhere, own, hidden) = (actor.Everywhere, actor.DepartmentIds, actor.HiddenIds);
        return channels.Where(c => (everywhere || own.Contains(c.DepartmentId)) && !hidden.Contains(c.DepartmentId));
    }
}

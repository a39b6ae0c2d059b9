using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Channels.Links;

/// <summary>Says that a door fails, and that it works again: on the channel at once, and to its owner once per outage.</summary>
internal static class LinkAlarm
{
    public static async Task FailsAsync(InboxDb db, ChannelLink link, string problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = Words.Cut(Words.Storable(problem), 1000);
        await db.Channels.Where(c => c.Id == link.ChannelId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, text), cancellationToken);
        if (link.FailingSince is null)
        {
            link.FailingSince = now;
            await TellAsync(db, link.ChannelId, name => $"{name} is in trouble: {text}", now, cancellationToken);
        }
    }

    public static async Task WorksAsync(InboxDb db, ChannelLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Channels.Where(c => c.Id == link.ChannelId && c.Problem != null).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, (string?)null), cancellationToken);
        if (link.FailingSince is not null)
        {
            link.FailingSince = null;
            await TellAsync(db, link.ChannelId, name => $"{name} works again", now, cancellationToken);
        }
    }

    public static Task LeftOutAsync(InboxDb db, ChannelLink link, string problem, DateTimeOffset now, CancellationToken cancellationToken) =>
        TellAsync(db, link.ChannelId, name => $"Something for {name} could not be fetched and waits on its mailbox page: {Words.Storable(problem)}", now, cancellationToken);

    /// <summary>The lead of the owning department; its members where it has none.</summary>
    private static async Task TellAsync(InboxDb db, long channelId, Func<string, string> text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owner = await db.Channels.Where(c => c.Id == channelId)
            .Join(db.Departments, c => c.DepartmentId, d => d.Id, (c, d) => new { c.Name, c.DepartmentId, d.LeadId })
            .SingleAsync(cancellationToken);
        var told = owner.LeadId is { } lead
            ? [lead]
            : await db.Users
                .Where(a => a.DisabledAt == null && a.Role != Role.Marketing && a.Departments.Any(d => d.DepartmentId == owner.DepartmentId))
                .Select(a => a.Id)
                .ToListAsync(cancellationToken);
        var line = Words.Cut(text(owner.Name), 1000);
        db.Notifications.AddRange(told.Select(id => new Notification { AgentId = id, At = now, Text = line }));
    }
}

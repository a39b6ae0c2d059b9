using Inbox.Core.Channels;

namespace Inbox.Core.Notifications;

/// <summary>By which door mails of Inbox itself leave.</summary>
public static class NoticeDoor
{
    /// <summary>The one an administrator chose; else the first that reaches a server, else the first that writes down. Null: none can.</summary>
    public static Channel? Of(Rules rules, ChannelKinds kinds) => Candidates(rules, kinds)
        .OrderByDescending(c => c.SendsNotices)
        .ThenByDescending(c => kinds.Notices(c)!.ReachesPeople(c.Settings))
        .FirstOrDefault();

    /// <summary>Open doors that can, the oldest first.</summary>
    public static IEnumerable<Channel> Candidates(Rules rules, ChannelKinds kinds) =>
        rules.Channels.Values.Where(c => c.Enabled && kinds.Notices(c) is not null).OrderBy(c => c.Id);
}

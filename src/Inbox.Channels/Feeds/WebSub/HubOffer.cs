namespace Inbox.Channels.Feeds.WebSub;

/// <summary>Who tells of news in a feed, and under which address the feed is known there (WebSub, 4).</summary>
internal sealed record HubOffer(string Hub, string Topic)
{
    /// <summary>Link headers come first, then the document. Null where there is no hub.</summary>
    public static HubOffer? Of(Feed feed, FeedFetch.Content content)
    {
        var hub = content.Links.FirstOrDefault(l => l.Is("hub"))?.Address ?? feed.Hub;
        var self = content.Links.FirstOrDefault(l => l.Is("self"))?.Address ?? feed.Self;
        return hub is null ? null : new HubOffer(hub, self ?? content.Address.AbsoluteUri);
    }
}

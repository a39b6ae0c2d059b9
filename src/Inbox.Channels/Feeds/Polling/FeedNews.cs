using Inbox.Channels.Feeds.Watching;
using Inbox.Core.Channels;

namespace Inbox.Channels.Feeds.Polling;

/// <summary>What of a feed is taken, however it came. Pure.</summary>
/// <param name="settings">Of the channel.</param>
/// <param name="since">What was written before is history.</param>
internal sealed class FeedNews(FeedSettings settings, DateTimeOffset since)
{
    private readonly FeedWatch _watch = new(settings);

    /// <summary>The posts that are asked for, oldest first.</summary>
    /// <param name="feed">As read.</param>
    /// <param name="address">Where it was found.</param>
    public IReadOnlyList<FeedDelivery> In(Feed feed, Uri address) =>
    [
        .. Recent(feed).Select(entry => (entry, Match: _watch.Match(entry))).Where(e => e.Match.Matches)
            .Select(e => new FeedDelivery(feed.Title, LinkOf(feed, address), e.Match.Word, e.entry)),
    ];

    /// <summary>The comments on a post, oldest first: whoever comments on what concerns us concerns us too.</summary>
    public IReadOnlyList<FeedDelivery> CommentsIn(Feed feed, Uri address, string entry) =>
    [
        .. Recent(feed).Where(c => c.Id != entry).Select(comment => (comment, Match: _watch.Match(comment))).Where(c => c.Match.Excluded is null)
            .Select(c => new FeedDelivery(feed.Title, LinkOf(feed, address), c.Match.Word, c.comment) { Parent = entry, Aside = !c.Match.Matches }),
    ];

    public static IReadOnlyList<RawItem> Items(IEnumerable<FeedDelivery> deliveries) =>
        [.. deliveries.Select(d => new RawItem(FeedChannel.Identity(d.Entry), d.ToBytes(), FeedDelivery.ContentType))];

    // Feeds put the newest first; those without dates keep that order, reversed.
    private IEnumerable<FeedEntry> Recent(Feed feed) =>
        feed.Entries.Reverse().Where(e => (e.PublishedAt ?? e.UpdatedAt) is not { } at || at >= since).OrderBy(e => e.PublishedAt ?? e.UpdatedAt ?? DateTimeOffset.MaxValue);

    private static string LinkOf(Feed feed, Uri address) => feed.Link ?? address.GetLeftPart(UriPartial.Path);
}

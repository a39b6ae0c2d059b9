using Inbox.Core.Channels;

namespace Inbox.Channels.Feeds.Polling;

/// <summary>Follows the comments on posts that were taken, a few of them at each look and the young ones only.</summary>
internal sealed class FeedComments(FeedFetcher fetcher, FeedNews news, TimeSpan usual, DateTimeOffset now)
{
    private const int MostFollowed = 20;
    private const int MostAtOnce = 4;

    /// <summary>What is followed from now on: the newest posts with a feed of comments.</summary>
    public static IReadOnlyList<FollowedComments> With(IReadOnlyList<FollowedComments> followed, IEnumerable<FeedDelivery> taken, string address, DateTimeOffset now) =>
    [
        .. followed.Concat(taken.Select(t => t.Entry)
                .Where(e => e.CommentsFeed is { } feed && feed != address && followed.All(f => f.Entry != e.Id))
                .Select(e => new FollowedComments(e.Id, e.CommentsFeed!, e.PublishedAt ?? e.UpdatedAt ?? now, now)))
            .OrderBy(f => f.At).TakeLast(MostFollowed),
    ];

    public async Task<(IReadOnlyList<RawItem> Items, IReadOnlyList<FollowedComments> Followed)> ReadAsync(IReadOnlyList<FollowedComments> followed, CancellationToken cancellationToken)
    {
        List<RawItem> items = [];
        List<FollowedComments> next = [.. followed];
        foreach (var due in followed.Where(f => f.NextAt <= now).OrderBy(f => f.NextAt).Take(MostAtOnce))
        {
            var (found, looked) = await ReadAsync(due, cancellationToken);
            items.AddRange(FeedNews.Items(found));
            var at = next.IndexOf(due);
            if (looked.Later(now, usual) is { } later)
            {
                next[at] = later;
            }
            else
            {
                next.RemoveAt(at);
            }
        }

        return (items, next);
    }

    private async Task<(IReadOnlyList<FeedDelivery> Found, FollowedComments Looked)> ReadAsync(FollowedComments due, CancellationToken cancellationToken)
    {
        switch (await fetcher.FetchAsync(new Uri(due.Feed), due.ETag, due.LastModified, cancellationToken))
        {
            case FeedFetch.NotModified:
                return ([], due with { Failures = 0 });
            case FeedFetch.Content content when FeedReader.Read(content.Body, content.ContentType, content.Address) is FeedReadResult.Read { Feed: var feed }:
                return (news.CommentsIn(feed, content.Address, due.Entry), due with { ETag = content.ETag, LastModified = content.LastModified, Failures = 0 });
            default:
                // The feed itself is fine; comments that cannot be read for long are given up.
                return ([], due with { Failures = due.Failures + 1 });
        }
    }
}

using Inbox.Core.Channels;

namespace Inbox.Channels.Feeds;

/// <summary>One look at one feed, and when to look again.</summary>
internal sealed class FeedPoll(FeedFetcher fetcher, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(6);

    public async Task<PollResult> RunAsync(ChannelInfo channel, string? stored, CancellationToken cancellationToken)
    {
        var cursor = FeedCursor.Read(stored, channel.Address, time.GetUtcNow());
        var settings = FeedSettings.Read(channel.Settings);
        if (!Uri.TryCreate(cursor.MovedTo ?? channel.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return new PollResult([], stored, LongestWait, "The address of the feed is no web address (https://…).");
        }

        return await fetcher.FetchAsync(address, cursor.ETag, cursor.LastModified, cancellationToken) switch
        {
            FeedFetch.Content content => Understand(content, cursor, settings),
            FeedFetch.NotModified same => new PollResult(
                [], Moved(cursor, same.MovedTo).ToString(), Next(settings, cursor.Ttl, same.FreshFor)),
            FeedFetch.Gone => new PollResult([], cursor.ToString(), LongestWait, "The feed has ended (410): its server asks never to look again.", Disable: true),
            FeedFetch.RetryLater later => Failure(cursor, settings, later.Reason, later.After),
            FeedFetch.Failed failed => Failure(cursor, settings, failed.Reason, TimeSpan.Zero),
            var unknown => throw new InvalidOperationException($"A look at a feed cannot end as {unknown.GetType().Name}."),
        };
    }

    private static PollResult Understand(FeedFetch.Content content, FeedCursor cursor, FeedSettings settings) =>
        FeedReader.Read(content.Body, content.ContentType, content.Address) switch
        {
            FeedReadResult.Read read => News(read.Feed, content, cursor, settings),
            FeedReadResult.NotAFeed none => Failure(cursor, settings, none.Reason, TimeSpan.Zero),
            var unknown => throw new InvalidOperationException($"Reading a feed cannot end as {unknown.GetType().Name}."),
        };

    private static PollResult News(Feed feed, FeedFetch.Content content, FeedCursor cursor, FeedSettings settings)
    {
        var link = feed.Link ?? content.Address.GetLeftPart(UriPartial.Path);
        var words = new WatchWords(settings.WatchWords);
        List<RawItem> items = [];
        foreach (var entry in OldestFirst(feed.Entries).Where(e => (e.PublishedAt ?? e.UpdatedAt) is not { } at || at >= cursor.Since))
        {
            var match = words.Match(entry.Title, entry.Text, string.Join('\n', entry.Categories));
            if (match.Matches)
            {
                var delivery = new FeedDelivery(feed.Title, link, match.Word, entry);
                items.Add(new RawItem(FeedChannel.Identity(entry), delivery.ToBytes(), FeedDelivery.ContentType));
            }
        }

        var next = Moved(cursor, content.MovedTo) with { ETag = content.ETag, LastModified = content.LastModified, Ttl = feed.Ttl };
        return new PollResult(items, next.ToString(), Next(settings, feed.Ttl, content.FreshFor));
    }

    // Feeds put the newest first; those without dates keep that order, reversed.
    private static IEnumerable<FeedEntry> OldestFirst(IReadOnlyList<FeedEntry> entries) =>
        entries.Reverse().OrderBy(e => e.PublishedAt ?? e.UpdatedAt ?? DateTimeOffset.MaxValue);

    private static FeedCursor Moved(FeedCursor cursor, Uri? movedTo) =>
        cursor with { MovedTo = movedTo?.AbsoluteUri ?? cursor.MovedTo, Failures = 0 };

    private static TimeSpan Next(FeedSettings settings, params ReadOnlySpan<TimeSpan?> wishes)
    {
        var wait = TimeSpan.FromMinutes(settings.PollMinutes);
        foreach (var wish in wishes)
        {
            wait = wish > wait ? wish.Value : wait;
        }

        return wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>Twice the wait after each failure in a row, spread by a fifth so that feeds of one server do not return together.</summary>
    private static PollResult Failure(FeedCursor cursor, FeedSettings settings, string reason, TimeSpan wish)
    {
        var backOff = TimeSpan.FromMinutes(settings.PollMinutes) * Math.Pow(2, Math.Min(cursor.Failures, 10));
        var wait = backOff < LongestBackOff ? backOff : LongestBackOff;
        wait = (wish > wait ? wish : wait) * (1 + Random.Shared.NextDouble() / 5);
        return new PollResult([], (cursor with { Failures = cursor.Failures + 1 }).ToString(), wait, reason);
    }
}

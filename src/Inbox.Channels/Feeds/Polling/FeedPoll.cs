using Inbox.Channels.Feeds.WebSub;
using Inbox.Core.Channels;

namespace Inbox.Channels.Feeds.Polling;

/// <summary>One look at one feed, and when to look again.</summary>
internal sealed class FeedPoll(FeedFetcher fetcher, FeedHubs hubs, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(6);
    private readonly DateTimeOffset _now = time.GetUtcNow();

    public async Task<PollResult> RunAsync(ChannelInfo channel, string? stored, CancellationToken cancellationToken)
    {
        var cursor = FeedCursor.Read(stored, channel.Address, _now);
        var settings = FeedSettings.Read(channel.Settings);
        if (!Uri.TryCreate(cursor.MovedTo ?? channel.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return new PollResult([], stored, LongestWait, "The address of the feed is no web address (https://…).");
        }

        return await fetcher.FetchAsync(address, cursor.ETag, cursor.LastModified, cancellationToken) switch
        {
            FeedFetch.Content content => FeedReader.Read(content.Body, content.ContentType, content.Address) switch
            {
                FeedReadResult.Read read => await NewsAsync(read.Feed, content, cursor, channel, settings, cancellationToken),
                FeedReadResult.NotAFeed none => Failure(cursor, settings, none.Reason, TimeSpan.Zero),
                var unknown => throw new InvalidOperationException($"Reading a feed cannot end as {unknown.GetType().Name}."),
            },
            FeedFetch.NotModified same => await FinishAsync(
                [], Moved(cursor, same.MovedTo), Next(settings, cursor.Ttl, same.FreshFor), channel, settings, cancellationToken),
            FeedFetch.Gone => new PollResult([], cursor.ToString(), LongestWait, "The feed has ended (410): its server asks never to look again.", Disable: true),
            FeedFetch.RetryLater { Limited: true } limited => new PollResult([], cursor.ToString(), Next(settings, cursor.Ttl)) { LimitedUntil = _now + limited.After },
            FeedFetch.RetryLater later => Failure(cursor, settings, later.Reason, later.After),
            FeedFetch.Failed failed => Failure(cursor, settings, failed.Reason, TimeSpan.Zero),
            var unknown => throw new InvalidOperationException($"A look at a feed cannot end as {unknown.GetType().Name}."),
        };
    }

    private Task<PollResult> NewsAsync(Feed feed, FeedFetch.Content content, FeedCursor cursor, ChannelInfo channel, FeedSettings settings, CancellationToken cancellationToken)
    {
        var taken = new FeedNews(settings, cursor.Since).In(feed, content.Address);
        var next = Moved(cursor, content.MovedTo) with
        {
            ETag = content.ETag,
            LastModified = content.LastModified,
            Ttl = feed.Ttl,
            Followed = settings.FollowsComments ? FeedComments.With(cursor.Followed, taken, content.Address.AbsoluteUri, _now) : [],
            WebSub = hubs.Wanted(cursor.WebSub, HubOffer.Of(feed, content), channel, settings, _now),
        };
        return FinishAsync(FeedNews.Items(taken), next, Next(settings, feed.Ttl, content.FreshFor), channel, settings, cancellationToken);
    }

    /// <summary>What is done at every look, whether or not the feed has changed.</summary>
    private async Task<PollResult> FinishAsync(
        IReadOnlyList<RawItem> items, FeedCursor cursor, TimeSpan next, ChannelInfo channel, FeedSettings settings, CancellationToken cancellationToken)
    {
        var comments = new FeedComments(fetcher, new FeedNews(settings, cursor.Since), TimeSpan.FromMinutes(settings.PollMinutes), _now);
        var (said, followed) = await comments.ReadAsync(cursor.Followed, cancellationToken);
        var webSub = settings.UsesHub && cursor.WebSub is { } state ? await hubs.TendAsync(state, channel, _now, cancellationToken) : null;
        var wait = webSub is null ? next : webSub.Wait(next, _now);
        return new PollResult([.. items, .. said], (cursor with { Followed = followed, WebSub = webSub }).ToString(), wait);
    }

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

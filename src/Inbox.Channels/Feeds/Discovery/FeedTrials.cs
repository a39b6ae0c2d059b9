using Inbox.Channels.Feeds.Watching;
using Inbox.Channels.Http;

namespace Inbox.Channels.Feeds.Discovery;

/// <summary>Shows which of the last entries of a feed the watch words would take, before they are saved.</summary>
public sealed class FeedTrials
{
    private const int MostEntries = 20;

    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;

    public FeedTrials(IHttpClientFactory clients, TimeProvider time) => (_clients, _time) = (clients, time);

    /// <param name="address">Of the feed, as typed.</param>
    /// <param name="settings">JSON of the channel, as typed.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<FeedTrial> RunAsync(string address, string settings, CancellationToken cancellationToken)
    {
        if (FeedDiscovery.Address(address) is not { } feed)
        {
            return FeedTrial.Wrong("Give the address of the feed first.");
        }

        using var client = _clients.CreateGuarded();
        return await new FeedFetcher(client, _time).FetchAsync(feed, etag: null, lastModified: null, cancellationToken) switch
        {
            FeedFetch.Content content => FeedReader.Read(content.Body, content.ContentType, content.Address) switch
            {
                FeedReadResult.Read read => Try(read.Feed, new FeedWatch(FeedSettings.Read(settings))),
                FeedReadResult.NotAFeed none => FeedTrial.Wrong(none.Reason),
                var other => throw new InvalidOperationException($"Reading a feed cannot end as {other.GetType().Name}."),
            },
            FeedFetch.Failed failed => FeedTrial.Wrong(failed.Reason),
            FeedFetch.RetryLater later => FeedTrial.Wrong(later.Reason),
            _ => FeedTrial.Wrong("There is nothing at this address any more (410)."),
        };
    }

    private static FeedTrial Try(Feed feed, FeedWatch watch) => new(
        null,
        [
            .. feed.Entries.Take(MostEntries).Select(entry =>
            {
                var match = watch.Match(entry);
                var why = match switch
                {
                    { Word: { } word } => $"has “{word}”",
                    { Excluded: { } excluded } => $"left out for “{excluded}”",
                    { Matches: true } => "every entry is taken",
                    _ => "has none of the words",
                };
                return new TriedEntry(entry.Title.Length > 0 ? entry.Title : FeedText.Shorten(FeedText.Line(entry.Text), 80), entry.PublishedAt ?? entry.UpdatedAt, match.Matches, why);
            }),
        ]);
}

/// <param name="Problem">Why the feed could not be read, in plain words; null when it was.</param>
/// <param name="Entries">The newest, as the feed orders them.</param>
public sealed record FeedTrial(string? Problem, IReadOnlyList<TriedEntry> Entries)
{
    public static FeedTrial Wrong(string problem) => new(problem, []);
}

/// <param name="Why">In words: "has “kettle”".</param>
public sealed record TriedEntry(string Title, DateTimeOffset? At, bool Taken, string Why);

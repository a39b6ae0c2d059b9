using Inbox.Channels.Http;

namespace Inbox.Channels.Feeds.Discovery;

/// <summary>
/// Finds the feeds of whatever address somebody typed: the feed itself, those that a page declares, or, where it declares
/// none, those that lie where most programs put them. Asks through the guarded client only.
/// </summary>
public sealed class FeedDiscovery
{
    private const int MostDeclared = 8;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(45);

    private static readonly string[] FeedTypes = ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml"];

    /// <summary>WordPress and many others, Blogger, static site generators, forums.</summary>
    private static readonly string[] CommonPlaces = ["feed", "feed.xml", "rss", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default"];

    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;

    public FeedDiscovery(IHttpClientFactory clients, TimeProvider time) => (_clients, _time) = (clients, time);

    /// <param name="typed">An address as a person types it, with or without https://.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<FeedFindings> FindAsync(string typed, CancellationToken cancellationToken)
    {
        if (Address(typed) is not { } address)
        {
            return FeedFindings.Wrong("Give the address of a page or feed, for example https://blog.example.com.");
        }

        using var limit = new CancellationTokenSource(MostTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var client = _clients.CreateGuarded();
        var look = new Look(new FeedFetcher(client, _time));
        try
        {
            return await look.AtAsync(address, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return look.Found.Count > 0 ? new FeedFindings(null, look.Found) : FeedFindings.Wrong($"{address.Host} takes too long to answer. Try again, or give the address of the feed itself.", unreachable: true);
        }
    }

    internal static Uri? Address(string typed)
    {
        var text = typed.Trim();
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : text.StartsWith("feed:", StringComparison.OrdinalIgnoreCase) ? text["feed:".Length..] : "https://" + text;
        return FeedAddresses.Resolve(whole.StartsWith("feed://", StringComparison.OrdinalIgnoreCase) ? "https://" + whole["feed://".Length..] : whole, new Uri("https://nowhere.invalid/")) is { } found
            && Uri.TryCreate(found, UriKind.Absolute, out var address) && address.Host.Length > 0 && !address.Host.EndsWith(".invalid", StringComparison.Ordinal)
                ? address
                : null;
    }

    /// <summary>One search.</summary>
    private sealed class Look(FeedFetcher fetcher)
    {
        private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

        public List<FoundFeed> Found { get; } = [];

        public async Task<FeedFindings> AtAsync(Uri address, CancellationToken cancellationToken)
        {
            var fetch = await fetcher.FetchAsync(address, etag: null, lastModified: null, cancellationToken);
            if (fetch is not FeedFetch.Content page)
            {
                return FeedFindings.Wrong(WhyNot(fetch), unreachable: true);
            }

            if (Feed(page) is { } feed)
            {
                return new FeedFindings(null, [feed]);
            }

            var (text, _) = FeedEncoding.Decode(page.Body, page.ContentType);
            var declared = page.Links.Concat(PageLinks.In(text, page.Address)).Where(IsFeed).Select(l => l.Address);
            await TryAsync(declared.Take(MostDeclared), cancellationToken);
            if (Found.Count == 0)
            {
                await TryAsync(Usual(page.Address), cancellationToken);
            }

            return Found.Count > 0
                ? new FeedFindings(null, Found)
                : FeedFindings.Wrong($"{page.Address.Host} names no feed on this page, and none lies in the usual places. Look for “RSS” or “Feed” on the site and give that address.");
        }

        private async Task TryAsync(IEnumerable<string> addresses, CancellationToken cancellationToken)
        {
            foreach (var candidate in addresses.Where(_asked.Add))
            {
                if (await fetcher.FetchAsync(new Uri(candidate), etag: null, lastModified: null, cancellationToken) is FeedFetch.Content content && Feed(content) is { } feed
                    && !Found.Exists(f => f.Address == feed.Address))
                {
                    Found.Add(feed);
                }
            }
        }

        /// <summary>Beside the page, then at the root of the site; of a forum's thread, the thread with an ending.</summary>
        private static IEnumerable<string> Usual(Uri page)
        {
            var path = page.GetLeftPart(UriPartial.Path).TrimEnd('/');
            var root = page.GetLeftPart(UriPartial.Authority);
            return path == root ? CommonPlaces.Select(p => $"{root}/{p}") : [$"{path}.rss", $"{path}/feed", .. CommonPlaces.Select(p => $"{root}/{p}")];
        }

        private static FoundFeed? Feed(FeedFetch.Content content) =>
            FeedReader.Read(content.Body, content.ContentType, content.Address) is FeedReadResult.Read { Feed: var feed }
                ? new FoundFeed((content.MovedTo ?? content.Address).AbsoluteUri, feed.Title, feed.Format, feed.Entries.Count, feed.Entries.Select(e => e.PublishedAt ?? e.UpdatedAt).Max())
                : null;

        // "application/json" is what WordPress calls its API.
        private static bool IsFeed(WebLink link) => link.Is("alternate") && (FeedTypes.Contains(link.Type) || (link.Type is "application/json" && link.Address.Contains("feed", StringComparison.OrdinalIgnoreCase)));

        private static string WhyNot(FeedFetch fetch) => fetch switch
        {
            FeedFetch.Failed failed => failed.Reason,
            FeedFetch.RetryLater later => later.Reason,
            _ => "There is nothing at this address any more (410).",
        };
    }
}

/// <summary>What a search for feeds found.</summary>
/// <param name="Problem">Why nothing, in plain words; null when there is at least one.</param>
/// <param name="Unreachable">The address could not be read at all, so that nothing is known about its feeds.</param>
public sealed record FeedFindings(string? Problem, IReadOnlyList<FoundFeed> Feeds, bool Unreachable = false)
{
    public static FeedFindings Wrong(string problem, bool unreachable = false) => new(problem, [], unreachable);
}

/// <param name="Title">As the feed calls itself; empty where it does not.</param>
/// <param name="Format">RSS, Atom or JSON Feed.</param>
/// <param name="Entries">How many it holds now.</param>
/// <param name="NewestAt">When the newest was written, where it says so.</param>
public sealed record FoundFeed(string Address, string Title, string Format, int Entries, DateTimeOffset? NewestAt);

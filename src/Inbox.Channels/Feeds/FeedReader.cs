using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds;

/// <summary>
/// Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and JSON Feed 1 and 1.1, told apart by content: servers send
/// feeds under any media type. Pure, and total: no bytes make it throw.
/// </summary>
internal static class FeedReader
{
    /// <summary>More than this in one document is no feed's habit but somebody's attack; the first ones are read.</summary>
    internal const int MaxEntries = 5_000;

    /// <param name="body">The document as fetched.</param>
    /// <param name="contentType">The Content-Type header; only its charset counts.</param>
    /// <param name="address">Where the document was found, the base of its relative links.</param>
    public static FeedReadResult Read(byte[] body, string? contentType, Uri address)
    {
        var (text, encodingWarning) = FeedEncoding.Decode(body, contentType);
        var source = FeedText.Clean(text).Trim();
        if (source.Length == 0)
        {
            return new FeedReadResult.NotAFeed("The document is empty.");
        }

        var result = source[0] is '{' or '['
            ? JsonFeedReader.Read(source, address)
            : ReadMarkup(source, address);
        if (result is not FeedReadResult.Read { Feed: var feed })
        {
            return result;
        }

        List<string> warnings = [.. feed.Warnings];
        if (encodingWarning is not null)
        {
            warnings.Insert(0, encodingWarning);
        }

        if (feed.Entries.Count == MaxEntries)
        {
            warnings.Add($"Only the first {MaxEntries} posts were read.");
        }

        return new FeedReadResult.Read(feed with { Warnings = warnings });
    }

    private static FeedReadResult ReadMarkup(string source, Uri address)
    {
        var document = MarkupReader.Read(source);
        if (document.Root is not { } root)
        {
            return new FeedReadResult.NotAFeed("The document is neither XML nor JSON, so it is no feed.");
        }

        var feed = root.LocalName switch
        {
            "rss" or "rdf" or "channel" => RssReader.Read(root, address),
            "feed" => AtomReader.Read(root, address),
            _ => null,
        };
        if (feed is not null)
        {
            return new FeedReadResult.Read(feed with { Warnings = [.. document.Warnings, .. feed.Warnings] });
        }

        return root.LocalName == "html"
            ? WebPage(root, address)
            : new FeedReadResult.NotAFeed($"The document is XML, but no feed: it starts with <{FeedText.Shorten(root.SourceName, 40)}>.");
    }

    private static FeedReadResult.NotAFeed WebPage(MarkupElement root, Uri address)
    {
        var feed = root.Descendants()
            .Where(e => e.LocalName == "link" && e["rel"] is "alternate" && IsFeedType(e["type"]))
            .Select(e => FeedAddresses.Resolve(e["href"], e.Base(address)))
            .FirstOrDefault(a => a is not null);
        return feed is null
            ? new FeedReadResult.NotAFeed("This is a web page, not a feed, and it names no feed.")
            : new FeedReadResult.NotAFeed($"This is a web page, not a feed. Its feed is at {feed}", feed);
    }

    private static bool IsFeedType(string? type) =>
        type is "application/rss+xml" or "application/atom+xml" or "application/feed+json";
}

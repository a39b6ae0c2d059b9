namespace Inbox.Channels.Feeds;

/// <summary>How a look at a feed ended. Texts are in plain words, for the page of the channel.</summary>
internal abstract record FeedFetch
{
    private FeedFetch()
    {
    }

    /// <param name="FreshFor">How long the server asks us to wait before the next look.</param>
    internal sealed record NotModified(Uri? MovedTo, TimeSpan? FreshFor) : FeedFetch;

    /// <param name="Body">At most <see cref="FeedFetcher.MaxBytes"/>, decompressed.</param>
    /// <param name="Address">Where the document was found in the end: the base of its relative links.</param>
    /// <param name="ETag">Exactly as received, to be sent back so; likewise <paramref name="LastModified"/>.</param>
    /// <param name="MovedTo">The new address to store, where the old one moved for good.</param>
    internal sealed record Content(
        byte[] Body, string? ContentType, Uri Address, string? ETag, string? LastModified, Uri? MovedTo, TimeSpan? FreshFor) : FeedFetch
    {
        /// <summary>Of its Link headers.</summary>
        public IReadOnlyList<WebLink> Links { get; init; } = [];
    }

    /// <summary>410: the feed has ended, and asking again is unwelcome.</summary>
    internal sealed record Gone : FeedFetch;

    /// <param name="After">The server's own wish where it states one.</param>
    /// <param name="Limited">We ask too often; the feed itself is fine.</param>
    internal sealed record RetryLater(TimeSpan After, string Reason, bool Limited = false) : FeedFetch;

    internal sealed record Failed(string Reason) : FeedFetch;
}

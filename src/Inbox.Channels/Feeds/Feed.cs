namespace Inbox.Channels.Feeds;

/// <summary>A feed as it was read. <see cref="Warnings"/> say in plain words what had to be guessed or was left out.</summary>
internal sealed record Feed(
    string Title, string? Link, TimeSpan? Ttl, IReadOnlyList<FeedEntry> Entries, IReadOnlyList<string> Warnings)
{
    /// <summary>RSS, Atom or JSON Feed.</summary>
    public string Format { get; init; } = "";

    /// <summary>Who tells of news in it (WebSub), and under which address the feed is known there.</summary>
    public string? Hub { get; init; }

    public string? Self { get; init; }
}

/// <summary>One post. <see cref="Id"/> stays the same through edits; <see cref="ContentHash"/> changes with what a reader sees.</summary>
internal sealed record FeedEntry
{
    /// <summary>RSS <c>guid</c>, else <c>link</c>, else a hash of title and date; Atom and JSON Feed <c>id</c>, compared exactly.</summary>
    public required string Id { get; init; }
    public string? Link { get; init; }
    /// <summary>Plain text; empty where the post has none.</summary>
    public required string Title { get; init; }
    public FeedAuthor? Author { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    /// <summary>As the author wrote it, with addresses made absolute. Hostile until sanitised.</summary>
    public string? Html { get; init; }
    public required string Text { get; init; }
    public IReadOnlyList<string> Categories { get; init; } = [];
    public string? CommentsFeed { get; init; }
    /// <summary>The id of the entry that it answers (RFC 4685).</summary>
    public string? InReplyTo { get; init; }
    /// <summary>SHA-256, lower-case hex, over title, link and text.</summary>
    public required string ContentHash { get; init; }
}

internal sealed record FeedAuthor(string? Name, string? Uri, string? Email);

/// <summary>What reading a document came to: a feed, or the reason why it is none.</summary>
internal abstract record FeedReadResult
{
    private FeedReadResult()
    {
    }

    internal sealed record Read(Feed Feed) : FeedReadResult;

    /// <param name="Reason">In plain words, for the person who typed the address.</param>
    /// <param name="FeedAddress">The feed that a web page names as its own, if it names one.</param>
    internal sealed record NotAFeed(string Reason, string? FeedAddress = null) : FeedReadResult;
}

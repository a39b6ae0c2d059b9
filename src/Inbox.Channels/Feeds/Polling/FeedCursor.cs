using System.Text.Json;
using Inbox.Channels.Feeds.WebSub;

namespace Inbox.Channels.Feeds.Polling;

/// <summary>Where the polling of one feed stands, kept as JSON in the channel's cursor.</summary>
internal sealed record FeedCursor
{
    /// <summary>The channel's address this cursor belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>Posts from before this time are history, not news: nobody waits for an answer to them.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The address to ask, where the feed has moved for good.</summary>
    public string? MovedTo { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>The feed's own wish (RSS ttl).</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>Looks in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>The comments of young posts, the oldest post first.</summary>
    public IReadOnlyList<FollowedComments> Followed { get; init; } = [];

    /// <summary>Null where no hub tells us of news.</summary>
    public WebSubState? WebSub { get; init; }

    public static FeedCursor Read(string? cursor, string address, DateTimeOffset now) =>
        TryRead(cursor) is { } read && read.For == address ? read : new FeedCursor { For = address, Since = now - TimeSpan.FromDays(7) };

    /// <summary>Null for none, and for a cursor of another kind: reading the feed once more does no harm.</summary>
    public static FeedCursor? TryRead(string? cursor)
    {
        try
        {
            return cursor is null ? null : JsonSerializer.Deserialize<FeedCursor>(cursor, FeedSettings.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, FeedSettings.Json);
}

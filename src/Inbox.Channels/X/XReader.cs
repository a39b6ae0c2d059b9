using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>
/// Reads what X sends: answers of API v2 with their includes, events of the Activity API and of streams, and the tweets and
/// private messages of version 1.1 and its Account Activity. Retweets are no posts of who retweets.
/// </summary>
internal static class XReader
{
    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var posts = new PostList();
        foreach (var root in roots)
        {
            // Each answer or event has includes of its own.
            var people = XIncludes.In(root);
            JsonWalk.Run([root], default(Place), (json, place) => Visit(json, place, people, posts));
        }

        return posts.Posts;
    }

    private static Descent<Place>? Visit(JsonElement json, Place place, XIncludes includes, PostList posts)
    {
        if (XDirectMessage.Is(json))
        {
            posts.Add(XDirectMessage.Read(json, includes));
            return null;
        }

        if (XLegacyPost.Is(json))
        {
            // The wrapper of a retweet holds nothing but the beginning of what it wraps.
            var retweet = json.Get("retweeted_status").IsObject();
            if (!retweet)
            {
                posts.Add(XLegacyPost.Read(json, place.Author, includes) with { Context = place.Context });
            }

            return new Descent<Place>(name => (name is "retweeted_status" or "quoted_status", place with { Context = place.Context || name is "quoted_status", Author = default }));
        }

        if (XPost.Is(json))
        {
            if (!XPost.IsRetweet(json))
            {
                posts.Add(XPost.Read(json, includes) with { Context = place.Context, Reason = place.Reason });
            }

            return null;
        }

        if (AddDeleted(json, posts))
        {
            return null;
        }

        var reason = json.Filled("event_type") ?? place.Reason;
        // A user of version 1.1 carries the latest of their tweets, without saying again whose it is.
        var author = json.Get("screen_name").IsText() && json.Get("status").IsObject() ? json : default;
        return new Descent<Place>(name => (name is not ("entities" or "user_mentions"), new Place(place.Context || name is "includes", reason, author)));
    }

    /// <summary>Account Activity names a deleted tweet by status, streams by delete; the Activity API by the type of the event.</summary>
    private static bool AddDeleted(JsonElement json, PostList posts)
    {
        var deleted = json.Get("delete").IsObject() ? json.Get("delete") : default;
        var named = deleted.Get("tweet").IsObject() ? deleted.Get("tweet")
            : deleted.Get("status").IsObject() ? deleted.Get("status")
            : json.Get("timestamp_ms").ValueKind != JsonValueKind.Undefined ? json.Get("status")
            : json.Text("event_type") is { } type && type.EndsWith(".delete", StringComparison.Ordinal) ? json.Get("payload") : default;
        if (named.Filled("id_str", "id", "tweet_id", "post_id") is not { } id)
        {
            return false;
        }

        posts.Add(new SocialPost
        {
            ExternalId = id,
            Kind = SocialKind.Deleted,
            Author = named.Filled("user_id_str", "user_id", "author_id") is { } author ? new SocialAuthor(author, "", Id: author) : SocialAuthor.Unknown,
            EditedAt = json.Time("timestamp_ms") ?? deleted.Time("timestamp_ms") ?? deleted.Time("event_at"),
        });
        return true;
    }

    /// <summary>What surrounds an object.</summary>
    private readonly record struct Place(bool Context, string? Reason, JsonElement Author);
}

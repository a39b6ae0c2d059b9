using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>
/// Reads what Bluesky's app view, a personal data server, its chat and Jetstream send: views of posts wherever they stand
/// (feeds, threads of both versions, searches, notifications, quotes), bare records, private messages and commits.
/// </summary>
internal static class BlueskyReader
{
    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var posts = new PostList();
        var people = BlueskyPeople.In(roots);
        JsonWalk.Run(roots, default(Place), (json, place) => Visit(json, place, people, posts));
        return posts.Posts;
    }

    private static Descent<Place>? Visit(JsonElement json, Place place, BlueskyPeople people, PostList posts)
    {
        if (json.Get("commit").IsObject() && json.Text("did") is { } did)
        {
            AddCommit(json, did, people, posts);
            return null;
        }

        if (BlueskyChat.Is(json))
        {
            posts.Add(BlueskyChat.Read(json, place.Conversation, people));
            return null;
        }

        if (RecordOf(json) is { } record)
        {
            posts.Add(BlueskyPost.Read(json, record, people) with { Context = place.Context });
            // Its record is read; what stands in its embeds is quoted.
            return new Descent<Place>(name => (name is "embed" or "embeds" or "replies" or "parent", place with { Context = place.Context || name is "embed" or "embeds" }));
        }

        // The posts above in a feed are shown for the sake of the one below; in a thread they are the thread.
        var conversation = json.Filled("convoId") ?? (json.Get("members").ValueKind == JsonValueKind.Array ? json.Filled("id") : null) ?? place.Conversation;
        return new Descent<Place>(name => (true, new Place(place.Context || (name is "reply" && json.Get("post").IsObject()), conversation)));
    }

    /// <summary>The record of a post, where this is a post: told by its words, since what they are called is anybody's to invent.</summary>
    private static JsonElement? RecordOf(JsonElement json)
    {
        if (json.Get("text").IsText() && IsPost(json.Text("$type")))
        {
            return json;
        }

        foreach (var name in (ReadOnlySpan<string>)["record", "value"])
        {
            var record = json.Get(name);
            if (record.Get("text").IsText() && (json.Text("uri") is { Length: > 0 } || json.Text("repo") is { Length: > 0 }))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Jetstream. The collection tells a post; an event of any other has nothing for us.</summary>
    private static void AddCommit(JsonElement json, string did, BlueskyPeople people, PostList posts)
    {
        var commit = json.Get("commit");
        var uri = $"at://{did}/{commit.Text("collection")}/{commit.Text("rkey")}";
        if (commit.Text("operation") is "delete")
        {
            if (commit.Text("collection") is BlueskyPost.Collection)
            {
                posts.Add(new SocialPost { ExternalId = uri, Kind = SocialKind.Deleted, Author = people.Of(did), EditedAt = json.Time("time_us"), Url = BlueskyPost.Page(uri, did) });
            }

            return;
        }

        var record = commit.Get("record");
        if (record.Get("text").IsText())
        {
            var post = BlueskyPost.Read(uri, did, json, record, people);
            posts.Add(commit.Text("operation") is "update" ? post with { Kind = SocialKind.Edited, EditedAt = json.Time("time_us") } : post);
        }
    }

    private static bool IsPost(string? type) => type is BlueskyPost.Collection;

    /// <summary>What surrounds an object.</summary>
    private readonly record struct Place(bool Context, string? Conversation);
}

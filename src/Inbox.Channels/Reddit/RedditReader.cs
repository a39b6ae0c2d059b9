using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Reddit;

/// <summary>
/// Reads what Reddit answers: listings of posts (t3), comments (t1) with the answers beneath them, and private messages (t4),
/// alone, in lists, or as the answer to a comment that was sent.
/// </summary>
internal static class RedditReader
{
    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll, ErrorOf);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var posts = new PostList();
        JsonWalk.Run(roots, default(Place), (json, place) => Visit(json, place, posts));
        return posts.Posts;
    }

    private static Descent<Place>? Visit(JsonElement json, Place place, PostList posts)
    {
        if (json.Text("kind") is { } kind && json.Get("data").IsObject())
        {
            return new Descent<Place>(name => (name is "data", place with { Kind = kind }));
        }

        if (RedditThing.KindOf(json, place.Kind) is { } thing)
        {
            posts.Add(RedditThing.Read(json, thing) with { Context = place.Context });
            return new Descent<Place>(name => (name is "replies" or "comments" or "crosspost_parent_list", new Place(Kind: null, place.Context || name is "crosspost_parent_list")));
        }

        return Descent<Place>.Everywhere(place with { Kind = null });
    }

    /// <summary>Reddit answers 200 to a refusal, with errors of the form [code, words, field].</summary>
    private static string? ErrorOf(IReadOnlyList<JsonElement> roots)
    {
        var refused = roots is [var root] ? root.Get("json", "errors") : default;
        return refused.ValueKind == JsonValueKind.Array && refused.GetArrayLength() > 0 && refused[0].ValueKind == JsonValueKind.Array
            ? string.Join(": ", refused[0].EnumerateArray().Select(e => e.Text()).OfType<string>().Take(2))
            : ApiError.Of(roots);
    }

    /// <param name="Kind">What the wrapper of a thing says it is.</param>
    /// <param name="Context">It stands there for the sake of another one.</param>
    private readonly record struct Place(string? Kind, bool Context);
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Inbox.Testing.Social;

/// <summary>A post of a made-up conversation on Bluesky, as its channel hands it in.</summary>
/// <param name="Thread">The conversation.</param>
/// <param name="Author">Who speaks; some people speak in several conversations.</param>
public sealed record ThreadedPost(int Thread, int Author, string Uri, DateTimeOffset At, byte[] Raw);

/// <summary>
/// Conversations of 2 to 10 posts by one to three people, with branches. A fifth of them stands below a post of ours, which is
/// not among them. The same seed gives the same ones.
/// </summary>
public static class ThreadedPosts
{
    /// <summary>The account of ours that all of them speak to.</summary>
    public const string Account = "acme.test";

    private const string Did = "did:plc:acme";

    public static IReadOnlyList<ThreadedPost> Make(int threads, int seed)
    {
        var random = new Random(seed);
        var began = new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
        var posts = new List<ThreadedPost>();
        for (var thread = 0; thread < threads; thread++)
        {
            // One speaks here only, the others come from a crowd, so that the same people meet in many threads.
            int[] speakers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => i == 0 ? -1 - thread : random.Next(threads))];
            var at = began.AddSeconds(random.Next(7 * 24 * 3600));
            var ours = random.Next(5) == 0;
            var uris = ours ? new List<string> { Uri(Did, $"own{thread}") } : [];
            for (var i = random.Next(2, 11); i > 0; i--)
            {
                var author = uris.Count == 0 ? speakers[0] : speakers[random.Next(speakers.Length)];
                var parent = uris.Count == 0 ? null : uris[random.Next(Math.Max(0, uris.Count - 3), uris.Count)];
                var uri = Uri(DidOf(author), string.Create(CultureInfo.InvariantCulture, $"t{thread}p{i}"));
                at = at.AddSeconds(random.Next(20, 40_000));
                posts.Add(new ThreadedPost(thread, author, uri, at, Raw(uri, author, at, parent, uris.FirstOrDefault(), $"Post {i} of conversation {thread}: the kettle still leaks.")));
                uris.Add(uri);
            }
        }

        return posts;
    }

    private static string DidOf(int author) => string.Create(CultureInfo.InvariantCulture, $"did:plc:{(author < 0 ? "one" : "crowd")}{Math.Abs(author)}");

    private static string Uri(string did, string key) => $"at://{did}/app.bsky.feed.post/{key}";

    private static byte[] Raw(string uri, int author, DateTimeOffset at, string? parent, string? root, string text)
    {
        var record = new JsonObject { ["$type"] = "app.bsky.feed.post", ["text"] = text, ["createdAt"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) };
        if (parent is not null)
        {
            record["reply"] = new JsonObject { ["root"] = Named(root!), ["parent"] = Named(parent) };
        }

        var did = DidOf(author);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["did"] = Did,
            ["reason"] = "mention",
            ["opensCase"] = true,
            ["post"] = new JsonObject
            {
                ["uri"] = uri, ["cid"] = "c" + uri[^6..], ["author"] = new JsonObject { ["did"] = did, ["handle"] = did[8..] + ".test" }, ["record"] = record,
            },
        }.ToJsonString());

        static JsonObject Named(string uri) => new() { ["uri"] = uri, ["cid"] = "c" + uri[^6..] };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.Bluesky;

public sealed partial class BlueskyFarSide
{
    private void RouteReading()
    {
        Route(HttpMethod.Get, "app.bsky.notification.listNotifications", request => Page(request, "notifications", _posts.Where(p => p.Reason is not null), Notice));
        Route(HttpMethod.Get, "app.bsky.feed.searchPosts", request => SearchBreaks ? Error(StatusCodes.Status502BadGateway, "UpstreamFailure")
            : Page(request, "posts", _posts.Where(p => p.Text.Contains(Ask(request, "q")[0], StringComparison.OrdinalIgnoreCase)), View));
        Route(HttpMethod.Get, "app.bsky.notification.getUnreadCount", _ => Json(new JsonObject { ["count"] = _posts.Count(p => p.Reason is not null) }));
        Route(HttpMethod.Get, "app.bsky.feed.getPosts", request => Json(new JsonObject { ["posts"] = List(_posts.Where(p => Ask(request, "uris").Contains(p.Uri)), View) }));
        Route(HttpMethod.Get, "app.bsky.actor.getProfiles", request => Json(new JsonObject { ["profiles"] = new JsonArray([.. Ask(request, "actors").Select(Profile)]) }));
        Route(HttpMethod.Get, "app.bsky.actor.getProfile", request => Json(Profile(Ask(request, "actor")[0])));
        Route(HttpMethod.Get, "app.bsky.feed.getPostThread", request => Json(new JsonObject { ["thread"] = Node(Ask(request, "uri")[0]) }));
        Route(HttpMethod.Get, "com.atproto.identity.resolveHandle", request =>
            Ask(request, "handle")[0] == "ana.test" ? Json(new JsonObject { ["did"] = Customer }) : Error(StatusCodes.Status400BadRequest, "InvalidRequest"));
        Route(HttpMethod.Get, "com.atproto.repo.getRecord", request =>
            CannotBeRead ? Error(StatusCodes.Status502BadGateway, "UpstreamFailure")
            : _records.ContainsKey(Ask(request, "rkey")[0]) ? Json(new JsonObject { ["uri"] = OursOf(Ask(request, "rkey")[0]) })
            : Error(StatusCodes.Status400BadRequest, "RecordNotFound"));
    }

    private void RouteWriting()
    {
        Route(HttpMethod.Post, "com.atproto.repo.uploadBlob", request => Json(new JsonObject { ["blob"] = new JsonObject { ["mimeType"] = request.Headers["Content-Type"], ["size"] = request.Body.Length } }));
        Route(HttpMethod.Post, "com.atproto.repo.putRecord", request =>
        {
            if (_losesRequest)
            {
                _losesRequest = false;
                return new BrokenLine();
            }

            var asked = JsonNode.Parse(request.Text)!;
            var key = (string)asked["rkey"]!;
            _records[key] = asked["record"]!;
            var loss = _loss;
            _loss = null;
            return HangsAfterTaking ? new Silence() : loss ?? Json(new JsonObject { ["uri"] = OursOf(key), ["cid"] = "bafyours" });
        });
        Route(HttpMethod.Post, "com.atproto.repo.deleteRecord", request =>
        {
            var asked = JsonNode.Parse(request.Text)!;
            if ((string?)asked["repo"] != Did)
            {
                return Error(StatusCodes.Status401Unauthorized, "AuthenticationRequired");
            }

            // No commit where there was nothing to delete.
            return Json(_records.Remove((string)asked["rkey"]!) ? new JsonObject { ["commit"] = new JsonObject { ["cid"] = NextCid(), ["rev"] = "3kz" } } : new JsonObject());
        });
    }

    private static string OursOf(string key) => $"at://{Did}/app.bsky.feed.post/{key}";

    private static IReadOnlyList<string> Ask(HttpStub.Request request, string name) => [.. QueryHelpers.ParseQuery(request.Url.Query)[name].OfType<string>()];

    /// <summary>The newest first; what is untidy about it: in another order, and some of them twice.</summary>
    private IResult Page(HttpStub.Request request, string name, IEnumerable<FarPost> posts, Func<FarPost, JsonNode> show)
    {
        List<FarPost> all = [.. posts.Reverse().OrderByDescending(p => p.At)];
        if (Untidy)
        {
            all = [.. all.Skip(1).Take(1), .. all, .. all.Take(2)];
        }

        var query = QueryHelpers.ParseQuery(request.Url.Query);
        var from = query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor!, CultureInfo.InvariantCulture) : 0;
        if (from / PageSize >= BreaksAfterPages)
        {
            return Error(StatusCodes.Status500InternalServerError, "InternalServerError");
        }

        var answer = new JsonObject { [name] = List(all.Skip(from).Take(PageSize), show) };
        if (from + PageSize < all.Count)
        {
            answer["cursor"] = (from + PageSize).ToString(CultureInfo.InvariantCulture);
        }

        return Json(answer);
    }

    private static JsonArray List(IEnumerable<FarPost> posts, Func<FarPost, JsonNode> show) => new([.. posts.Select(show)]);

    private JsonNode Notice(FarPost post)
    {
        var notice = View(post);
        notice["reason"] = post.Reason;
        return notice;
    }

    private JsonNode View(FarPost post) => new JsonObject
    {
        ["uri"] = post.Uri, ["cid"] = post.Cid, ["author"] = new JsonObject { ["did"] = post.Author, ["handle"] = HandleOf(post.Author), ["displayName"] = HandleOf(post.Author) },
        ["record"] = Record(post), ["indexedAt"] = Iso(post.At), ["likeCount"] = 3, ["repostCount"] = 2, ["quoteCount"] = 1, ["replyCount"] = 4,
    };

    private JsonObject Record(FarPost post)
    {
        var record = new JsonObject { ["$type"] = "app.bsky.feed.post", ["text"] = post.Text, ["createdAt"] = Iso(post.At) };
        if (post.Parent is { } parent)
        {
            record["reply"] = new JsonObject { ["root"] = Reference(Root(parent)), ["parent"] = Reference(parent) };
        }

        return record;
    }

    private string Root(string uri) => _posts.Find(p => p.Uri == uri) is { Parent: { } parent } ? Root(parent) : uri;

    private JsonObject Reference(string uri) => new() { ["uri"] = uri, ["cid"] = _posts.Find(p => p.Uri == uri)?.Cid ?? "bafygone" };

    private JsonObject Node(string uri)
    {
        if (_posts.Find(p => p.Uri == uri) is not { } post)
        {
            return new JsonObject { ["$type"] = "app.bsky.feed.defs#notFoundPost", ["uri"] = uri, ["notFound"] = true };
        }

        var node = new JsonObject { ["$type"] = "app.bsky.feed.defs#threadViewPost", ["post"] = View(post) };
        if (post.Parent is { } parent)
        {
            node["parent"] = Node(parent);
        }

        return node;
    }

    private static JsonNode Profile(string did) => new JsonObject { ["did"] = did, ["handle"] = HandleOf(did), ["displayName"] = HandleOf(did), ["followersCount"] = 100 };

    private static string HandleOf(string did) => did[(did.LastIndexOf(':') + 1)..] + ".test";

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Social;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.X;

public sealed partial class XFarSide
{
    private void RouteReading()
    {
        Route(HttpMethod.Get, "/2/users/me", _ => FarResults.Json(new JsonObject { ["data"] = User(Me) }));
        Route(HttpMethod.Get, $"/2/users/{Me}/mentions", request => Page(request, _posts.Where(p => p.Mentions && !MentionsLag), View));
        Route(HttpMethod.Get, "/2/tweets/search/recent", request => SearchBreaks ? FarResults.Json(Problem(503, "Service Unavailable", "Service Unavailable"), 503)
            : Page(request, _posts.Concat(_answers).Where(p => p.Text.Contains(Ask(request, "query").Split('(', ')')[1], StringComparison.OrdinalIgnoreCase)), View));
        Route(HttpMethod.Get, $"/2/users/{Me}/tweets", request => CannotBeRead ? FarResults.Json(Problem(503, "Service Unavailable", "Service Unavailable"), 503) : Page(request, _answers, View));
        Route(HttpMethod.Get, "/2/dm_events", request => Page(request, _messages.Select(m => new FarPost([m.Id], m.Sender, m.Text, m.At, m.Conversation)), ViewMessage));
        Route(HttpMethod.Get, "/2/tweets", Lookup);
    }

    private void RouteMessage(FarMessage message) => Route(HttpMethod.Get, "/2/dm_events/" + message.Id, _ => FarResults.Json(new JsonObject
    {
        ["data"] = new JsonObject { ["id"] = message.Id, ["event_type"] = "MessageCreate", ["dm_conversation_id"] = message.Conversation },
    }));

    private void RouteWriting()
    {
        Route(HttpMethod.Post, "/2/media/upload", _ => FarResults.Json(new JsonObject { ["data"] = new JsonObject { ["id"] = "9001", ["media_key"] = "3_9001" } }));
        Route(HttpMethod.Post, "/2/tweets", request => Take(request, body =>
        {
            var answered = (string?)body["reply"]?["in_reply_to_tweet_id"];
            var post = new FarPost([NewId(LastAt())], Me, (string)body["text"]!, LastAt(), answered, Mentions: false);
            _answers.Add(post);
            Route(HttpMethod.Delete, "/2/tweets/" + post.Id, _ => DeleteOurs(post));
            // X puts the name of who is answered in front.
            return new JsonObject { ["id"] = post.Id, ["text"] = "@ana " + post.Text };
        }));
        Route(HttpMethod.Post, $"/2/dm_conversations/{Customer}-{Me}/messages", TakeMessage);
        Route(HttpMethod.Post, $"/2/dm_conversations/with/{Customer}/messages", TakeMessage);
    }

    private IResult DeleteOurs(FarPost post)
    {
        if (Refusal is { } refusal)
        {
            return FarResults.Json(Problem(403, refusal.Title, refusal.Detail), 403);
        }

        var missing = Problem(404, "Not Found Error", $"Could not find tweet with id: [{post.Id}].", "https://api.x.com/2/problems/resource-not-found");
        return _answers.Remove(post) ? FarResults.Json(new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } })
            : FarResults.Json(GoneStatus == 404 ? missing : new JsonObject { ["errors"] = new JsonArray(missing) }, GoneStatus);
    }

    private IResult TakeMessage(HttpStub.Request request) => Take(request, body => new JsonObject { ["dm_event_id"] = Write(LastAt(), (string)body["text"]!, Me), ["dm_conversation_id"] = $"{Customer}-{Me}" });

    private IResult Take(HttpStub.Request request, Func<JsonNode, JsonObject> write)
    {
        if (_losesRequest)
        {
            _losesRequest = false;
            return FarResults.BrokenLine;
        }

        var body = JsonNode.Parse(request.Text)!;
        if (Refusal is { } refusal)
        {
            return FarResults.Json(Problem(403, refusal.Title, refusal.Detail), 403);
        }

        if (RefusesDuplicates && _answers.Exists(a => a.Text == (string)body["text"]!))
        {
            return FarResults.Json(Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."), 403);
        }

        Sent.Add(body);
        var written = write(body);
        var loss = _loss;
        _loss = null;
        return HangsAfterTaking ? FarResults.Silence : loss ?? FarResults.Json(new JsonObject { ["data"] = written }, StatusCodes.Status201Created);
    }

    /// <summary>Ours are written after all that stands there.</summary>
    private DateTimeOffset LastAt() => _posts.Select(p => p.At).Concat(_messages.Select(m => m.At)).Append(DateTimeOffset.UnixEpoch).Max().AddMinutes(1);

    private IResult Lookup(HttpStub.Request request)
    {
        var asked = Ask(request, "ids").Split(',');
        var found = asked.Select(id => _posts.Concat(_answers).FirstOrDefault(p => p.Ids.Contains(id) && !Hidden.Contains(id))).OfType<FarPost>().ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. found.Select(View)]), ["includes"] = Includes(found) };
        var errors = asked.Where(id => !found.Exists(p => p.Ids.Contains(id))).Select(id => (JsonNode)new JsonObject
        {
            ["resource_id"] = id, ["value"] = id, ["resource_type"] = "tweet", ["title"] = Hidden.Contains(id) ? "Authorization Error" : "Not Found Error",
            ["type"] = "https://api.x.com/2/problems/" + (Hidden.Contains(id) ? "not-authorized-for-resource" : "resource-not-found"),
        }).ToArray();
        if (errors.Length > 0)
        {
            answer["errors"] = new JsonArray(errors);
        }

        return FarResults.Json(answer);
    }

    private static string Ask(HttpStub.Request request, string name) => QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var values) ? values.ToString() : "";

    /// <summary>The newest first; what is untidy about it: in another order, some of them twice, and those that were asked for before.</summary>
    private IResult Page(HttpStub.Request request, IEnumerable<FarPost> posts, Func<FarPost, JsonNode> show)
    {
        var (since, until) = (Ask(request, "since_id"), Ask(request, "until_id"));
        List<FarPost> all = [.. posts.Where(p => until.Length == 0 || decimal.Parse(p.Id, CultureInfo.InvariantCulture) < decimal.Parse(until, CultureInfo.InvariantCulture)).Where(p => Untidy || since.Length == 0 || decimal.Parse(p.Id, CultureInfo.InvariantCulture) > decimal.Parse(since, CultureInfo.InvariantCulture))
            .OrderByDescending(p => decimal.Parse(p.Id, CultureInfo.InvariantCulture))];
        if (Untidy)
        {
            all = [.. all.Skip(1).Take(1), .. all, .. all.Take(2)];
        }

        var token = Ask(request, "pagination_token") + Ask(request, "next_token");
        var from = token.Length > 0 ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        if (from / PageSize >= BreaksAfterPages)
        {
            return FarResults.Json(Problem(500, "Internal Server Error", "Internal Server Error"), 500);
        }

        var page = all.Skip(from).Take(PageSize).ToList();
        var meta = new JsonObject { ["result_count"] = page.Count };
        if (from + PageSize < all.Count)
        {
            meta["next_token"] = (from + PageSize).ToString(CultureInfo.InvariantCulture);
        }

        // A list of nothing is left out.
        return FarResults.Json(page.Count == 0 ? new JsonObject { ["meta"] = meta } : new JsonObject { ["data"] = new JsonArray([.. page.Select(show)]), ["includes"] = Includes(page), ["meta"] = meta });
    }

    public JsonObject Includes(IReadOnlyList<FarPost> posts)
    {
        var parents = posts.Select(p => _posts.Concat(_answers).FirstOrDefault(o => p.Parent is not null && o.Ids.Contains(p.Parent))).OfType<FarPost>().DistinctBy(p => p.Id).ToList();
        return new JsonObject
        {
            ["users"] = new JsonArray([.. posts.Concat(parents).Select(p => p.Author).Distinct().Select(User)]), ["tweets"] = new JsonArray([.. parents.Select(View)]),
        };
    }

    public JsonNode View(FarPost post)
    {
        var view = new JsonObject
        {
            ["id"] = post.Id, ["text"] = post.Text, ["author_id"] = post.Author, ["created_at"] = Iso(post.At), ["conversation_id"] = Root(post), ["edit_history_tweet_ids"] = new JsonArray([.. post.Ids.Select(i => (JsonNode)i)]),
            ["public_metrics"] = new JsonObject { ["retweet_count"] = 2, ["reply_count"] = 4, ["like_count"] = 3, ["quote_count"] = 1 },
        };
        if (post.Mentions)
        {
            view["entities"] = new JsonObject { ["mentions"] = new JsonArray(new JsonObject { ["username"] = "acme", ["id"] = Me }) };
        }

        if (post.Parent is { } parent)
        {
            view["referenced_tweets"] = new JsonArray(new JsonObject { ["type"] = "replied_to", ["id"] = parent });
        }

        return view;
    }

    private string Root(FarPost post) => _posts.Concat(_answers).FirstOrDefault(o => post.Parent is not null && o.Ids.Contains(post.Parent)) is { } parent ? Root(parent) : post.Ids[0];

    private static JsonNode ViewMessage(FarPost message) => new JsonObject
    {
        ["id"] = message.Id, ["text"] = message.Text, ["event_type"] = "MessageCreate", ["dm_conversation_id"] = message.Parent, ["created_at"] = Iso(message.At), ["sender_id"] = message.Author,
    };

    private static JsonNode User(string id) => new JsonObject
    {
        ["id"] = id, ["username"] = id switch { Me => "acme", Customer => "ana", _ => "u" + id }, ["name"] = id == Customer ? "Ana Ruiz" : "User " + id, ["public_metrics"] = new JsonObject { ["followers_count"] = 100 },
    };

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using System.Net;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Social;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.Reddit;

public sealed partial class RedditFarSide
{
    private void RouteReading()
    {
        Route(HttpMethod.Get, "/api/v1/me", _ => FarResults.Json(new JsonObject { ["name"] = "Acme", ["id"] = "7" }));
        Route(HttpMethod.Get, "/message/inbox", request => Page(request, _things.Where(t => t.InInbox && t.Author != "Acme")));
        Route(HttpMethod.Get, "/message/sent", request => CannotBeRead ? Error(503) : Page(request, _things.Where(t => t.Kind == "t4" && t.Author == "Acme")));
        Route(HttpMethod.Get, "/user/acme/comments", request => CannotBeRead ? Error(503) : Page(request, _things.Where(t => t.Kind == "t1" && t.Author == "Acme")));
        Route(HttpMethod.Get, "/search", request => SearchBreaks ? Error(502) : Page(request, _things.Where(t => t.Kind == "t3" && t.Text.Contains(Ask(request, "q"), StringComparison.OrdinalIgnoreCase))));
        Route(HttpMethod.Get, "/r/kettles/new", request => Page(request, _things.Where(t => t.Kind == "t3")));
        Route(HttpMethod.Get, "/r/kettles/comments", request => Page(request, _things.Where(t => t.Kind == "t1")));
        Route(HttpMethod.Get, "/api/info", request => FarResults.Json(Listing(_things.Where(t => Ask(request, "id").Split(',').Contains(t.Name)))));
    }

    private void RouteWriting()
    {
        Route(HttpMethod.Post, "/api/comment", request => Take(request, form =>
        {
            var answered = form["thing_id"].ToString();
            var written = answered.StartsWith("t4_", StringComparison.Ordinal)
                ? Write(LastAt(), form["text"].ToString(), "Acme", answered, "ana")
                : Comment(LastAt(), form["text"].ToString(), answered, _things.Find(t => t.Name == answered)?.Link ?? answered, "Acme");
            return new JsonObject { ["things"] = new JsonArray(Show(_things.Find(t => t.Name == written)!)) };
        }));
        Route(HttpMethod.Post, "/api/editusertext", request => LacksEdit || _things.Exists(t => t.Deleted && t.Name == Form(request, "thing_id")) ? Error(403) : Take(request, form =>
        {
            Edit(form["thing_id"].ToString(), form["text"].ToString());
            return new JsonObject { ["things"] = new JsonArray(Show(_things.Find(t => t.Name == form["thing_id"].ToString())!)) };
        }));
        Route(HttpMethod.Post, "/api/del", request =>
        {
            if (LacksEdit)
            {
                return Error(403);
            }

            var name = Form(request, "id");
            if (_things.Exists(t => t.Name == name && t.Author == "Acme"))
            {
                Delete(name);
            }

            return FarResults.Json(new JsonObject());
        });
        Route(HttpMethod.Post, "/api/compose", request => Take(request, form =>
        {
            Write(LastAt(), form["text"].ToString(), "Acme", dest: form["to"].ToString());
            return [];
        }));
    }

    private IResult Take(HttpStub.Request request, Func<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>, JsonObject> write)
    {
        if (_losesRequest)
        {
            _losesRequest = false;
            return FarResults.BrokenLine;
        }

        if (Refusal is { } refusal)
        {
            var refused = new JsonObject { ["errors"] = new JsonArray(new JsonArray(refusal.Code, refusal.Words, "field")) };
            if (refusal.Seconds is { } seconds)
            {
                refused["ratelimit"] = seconds;
            }

            return FarResults.Json(new JsonObject { ["json"] = refused });
        }

        var data = write(QueryHelpers.ParseQuery(request.Text));
        var loss = _loss;
        _loss = null;
        return HangsAfterTaking ? FarResults.Silence : loss ?? FarResults.Json(new JsonObject { ["json"] = new JsonObject { ["errors"] = new JsonArray(), ["data"] = data } });
    }

    private DateTimeOffset LastAt() => _things.Select(t => t.At).Append(DateTimeOffset.UnixEpoch).Max().AddMinutes(1);

    private static IResult Error(int status) => FarResults.Json(new JsonObject { ["message"] = "Error", ["error"] = status }, status);

    private static string Form(HttpStub.Request request, string name) => QueryHelpers.ParseQuery(request.Text)[name].ToString();

    private static string Ask(HttpStub.Request request, string name) => QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var values) ? values.ToString() : "";

    /// <summary>The newest first; what is untidy about it: in another order, and some of them twice. Behind a thing that is gone there is nothing.</summary>
    private IResult Page(HttpStub.Request request, IEnumerable<FarThing> things)
    {
        List<FarThing> all = [.. things.Reverse().OrderByDescending(t => t.At)];
        if (Untidy)
        {
            all = [.. all.Skip(1).Take(1), .. all];
        }

        var after = Ask(request, "after");
        var from = after.Length == 0 ? 0 : all.FindLastIndex(t => t.Name == after) + 1;
        if (from / PageSize >= BreaksAfterPages)
        {
            return Error(500);
        }

        var page = all.Skip(from).Take(PageSize).ToList();
        return FarResults.Json(Listing(page, from + PageSize < all.Count ? page[^1].Name : null));
    }

    /// <summary>The post, then one comment of each level down to the one asked about.</summary>
    private IResult Thread(HttpStub.Request request)
    {
        var post = _things.Where(t => t.Name == "t3_" + request.Url.AbsolutePath.Split('/')[2]);
        JsonNode? below = null;
        for (var thing = _things.Find(t => t.Name == "t1_" + Ask(request, "comment")); thing is not null; thing = _things.Find(t => t.Name == thing.Parent && t.Kind == "t1"))
        {
            var shown = Show(thing);
            shown["data"]!["replies"] = below is null ? "" : new JsonObject { ["kind"] = "Listing", ["data"] = new JsonObject { ["children"] = new JsonArray(below) } };
            below = shown;
        }

        return FarResults.Json(new JsonArray(Listing(post), new JsonObject { ["kind"] = "Listing", ["data"] = new JsonObject { ["children"] = below is null ? new JsonArray() : new JsonArray(below) } }));
    }

    private static JsonObject Listing(IEnumerable<FarThing> things, string? after = null) => new()
    {
        ["kind"] = "Listing", ["data"] = new JsonObject { ["after"] = after, ["before"] = null, ["children"] = new JsonArray([.. things.Select(Show)]) },
    };

    private static JsonNode Show(FarThing thing)
    {
        // Reddit escapes texts.
        var words = thing.Deleted ? "[deleted]" : WebUtility.HtmlEncode(thing.Text);
        var data = new JsonObject
        {
            ["id"] = thing.Name[3..], ["name"] = thing.Name, ["author"] = thing.Deleted ? "[deleted]" : thing.Author, ["created_utc"] = thing.At.ToUnixTimeMilliseconds() / 1000.0,
            ["edited"] = thing.EditedAt is { } edited ? edited.ToUnixTimeSeconds() : false, ["parent_id"] = thing.Parent, ["score"] = 5, ["subreddit"] = "kettles",
        };
        if (thing.Kind == "t3")
        {
            (data["title"], data["selftext"], data["is_self"], data["num_comments"], data["num_crossposts"]) = (thing.Deleted ? "[deleted]" : thing.Text, "", true, 2, 1);
            data["permalink"] = $"/r/kettles/comments/{thing.Name[3..]}/";
        }
        else if (thing.Kind == "t4")
        {
            (data["body"], data["dest"], data["subject"], data["first_message_name"]) = (words, thing.Dest, "re: Kettle", thing.Parent);
        }
        else
        {
            // In the inbox only its address names the post.
            (data["body"], data["context"]) = (words, $"/r/kettles/comments/{thing.Link![3..]}/title/{thing.Name[3..]}/?context=3");
        }

        return new JsonObject { ["kind"] = thing.Kind, ["data"] = data };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Inbox.Channels.WordPress;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.WordPress;

public sealed partial class WordPressFarSide
{
    private void RouteReading()
    {
        On(HttpMethod.Get, "/wp/v2/users/me", request => KnowsUs(request) ? Json(new JsonObject { ["id"] = int.Parse(Account, CultureInfo.InvariantCulture) }) : NotLoggedIn());
        On(HttpMethod.Get, "/wp/v2/comments", List);
        On(HttpMethod.Get, "/wp/v2/posts", request =>
            new Paged(Asked(request, "include")?.Split(',').Contains(PostId) == true ? [Post()] : [], 1));
        On(HttpMethod.Get, "/wp/v2/posts/" + PostId, _ => Json(Post()));
    }

    private void RouteWriting() => On(HttpMethod.Post, "/wp/v2/comments", request =>
    {
        if (_losesRequest)
        {
            _losesRequest = false;
            return new BrokenLine();
        }

        if (!KnowsUs(request))
        {
            return Error(StatusCodes.Status401Unauthorized, "rest_comment_login_required");
        }

        var asked = JsonNode.Parse(request.Text)!;
        var comment = new FarComment(NextId(), Account, asked["parent"]!.ToString(), (string)asked["content"]!, _time.GetUtcNow());
        if (_comments.Exists(c => (c.Author, c.Parent, c.Text) == (comment.Author, comment.Parent, comment.Text)))
        {
            return Error(StatusCodes.Status409Conflict, "comment_duplicate");
        }

        Add(comment);
        var loss = _loss;
        _loss = null;
        return HangsAfterTaking ? new Silence() : loss ?? Json(Show(comment));
    });

    private FarComment Add(FarComment comment)
    {
        _comments.Add(comment);
        On(HttpMethod.Post, "/wp/v2/comments/" + comment.Id, request =>
        {
            if (!KnowsUs(request) || _comments.Find(c => c.Id == comment.Id) is null)
            {
                return KnowsUs(request) ? NotThere() : NotLoggedIn();
            }

            Edit(WordPressNames.Comment(comment.Id), (string)JsonNode.Parse(request.Text)!["content"]!);
            return Json(Show(_comments.Find(c => c.Id == comment.Id)!));
        });
        On(HttpMethod.Delete, "/wp/v2/comments/" + comment.Id, request => !KnowsUs(request) ? NotLoggedIn() : Remove(comment.Id, Asked(request, "force") == "true"));
        On(HttpMethod.Get, "/wp/v2/comments/" + comment.Id, _ =>
            _comments.Find(c => c.Id == comment.Id) is { } there ? Json(Show(there)) : NotThere());
        return comment;
    }

    private IResult Remove(string id, bool force)
    {
        if (_comments.Find(c => c.Id == id) is not { } comment)
        {
            return NotThere();
        }

        if (force)
        {
            _comments.Remove(comment);
            return Json(new JsonObject { ["deleted"] = true, ["previous"] = Show(comment) });
        }

        if (HasNoTrash)
        {
            return Error(StatusCodes.Status501NotImplemented, "rest_trash_not_supported");
        }

        if (comment.Trashed)
        {
            return Error(StatusCodes.Status410Gone, "rest_already_trashed");
        }

        Throw(id);
        return Json(Show(_comments.Find(c => c.Id == id)!));
    }

    private void Throw(string id)
    {
        var at = _comments.FindIndex(c => c.Id == id);
        _comments[at] = _comments[at] with { Trashed = true };
    }

    private static IResult NotThere() => Error(StatusCodes.Status404NotFound, "rest_comment_invalid_id");

    private void On(HttpMethod method, string route, Func<HttpStub.Request, IResult> answer) =>
        _server.On(method, "/wp-json" + route, request => Trouble() ?? answer(request));

    /// <summary>The oldest first; what is untidy about it: in another order, and some of them twice.</summary>
    private IResult List(HttpStub.Request request)
    {
        if (CannotBeRead && (Asked(request, "parent") ?? Asked(request, "post")) is not null)
        {
            return Error(StatusCodes.Status502BadGateway, "bad_gateway");
        }

        // Not the moment itself, and by the blog's own clock, which may be half a day ahead.
        var after = DateTimeOffset.TryParse(Asked(request, "after"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.AddHours(-13) : DateTimeOffset.MinValue;
        var include = Asked(request, "include")?.Split(',');
        List<FarComment> all =
        [
            .. _comments.Where(c => !c.Trashed && c.At > after && include?.Contains(c.Id) != false && (Asked(request, "parent") is not { } parent || c.Parent == parent)).OrderBy(c => c.At),
        ];
        if (Untidy)
        {
            all = [.. all.Take(2), .. Enumerable.Reverse(all)];
        }

        var page = int.Parse(Asked(request, "page") ?? "1", CultureInfo.InvariantCulture);
        return page > BreaksAfterPages
            ? Error(StatusCodes.Status500InternalServerError, "internal_server_error")
            : new Paged([.. all.Skip((page - 1) * PageSize).Take(PageSize).Select(Show)], (all.Count + PageSize - 1) / PageSize);
    }

    private static string? Asked(HttpStub.Request request, string name) =>
        QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private static IResult NotLoggedIn() => Error(StatusCodes.Status401Unauthorized, "rest_not_logged_in");

    private JsonObject Post() => new JsonObject
    {
        ["id"] = int.Parse(PostId, CultureInfo.InvariantCulture), ["title"] = new JsonObject { ["rendered"] = "Our new kettle &#8211; boils" }, ["content"] = new JsonObject { ["rendered"] = "<p>Come and see</p>" },
        ["link"] = new Uri(_server.Url, "/our-new-kettle/").AbsoluteUri,
    };

    private JsonNode Show(FarComment comment) => new JsonObject
    {
        ["id"] = int.Parse(comment.Id, CultureInfo.InvariantCulture), ["post"] = int.Parse(PostId, CultureInfo.InvariantCulture), ["parent"] = int.Parse(comment.Parent, CultureInfo.InvariantCulture),
        ["author"] = int.Parse(comment.Author, CultureInfo.InvariantCulture), ["author_name"] = comment.Author == Account ? "acme" : "Ana Ruiz", ["author_url"] = "",
        ["date_gmt"] = comment.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), ["content"] = new JsonObject { ["rendered"] = $"<p>{comment.Text}</p>\n" },
        ["link"] = new Uri(_server.Url, "/our-new-kettle/#comment-" + comment.Id).AbsoluteUri, ["status"] = comment.Trashed ? "trash" : "approved", ["type"] = "comment",
    };
}

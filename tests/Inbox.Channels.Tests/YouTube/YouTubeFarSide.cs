using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Google;
using Inbox.Channels.YouTube;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.YouTube;

/// <summary>The YouTube Data API with one channel of ours and one video, as far as the door asks it.</summary>
public sealed class YouTubeFarSide : GoogleFarSide
{
    public const string Own = "UCacmeacmeacmeacmeacme01";
    public const string Customer = "UCanaanaanaanaanaanaana1";
    private readonly List<FarComment> _comments = [];
    private int _count;

    public YouTubeFarSide(HttpStub server)
        : base(server)
    {
        Route(HttpMethod.Get, "/youtube/v3/commentThreads", request => Ask(request, "id") is { } ids ? List(Named(ids).Where(c => c.Parent is null), c => Thread(c, along: false)) : NewestThreads(request));
        Route(HttpMethod.Get, "/youtube/v3/comments", request =>
            CannotBeRead && Ask(request, "parentId") is not null ? Error(StatusCodes.Status502BadGateway, "backendError")
            : Ask(request, "parentId") is { } parent ? Paged(request, _comments.Where(c => c.Parent == parent).Reverse(), Comment)
            : List(Named(Ask(request, "id")!), Comment));
        Route(HttpMethod.Get, "/youtube/v3/videos", _ => List(["How to boil water"], title => new JsonObject { ["id"] = "v1deo", ["snippet"] = new JsonObject { ["title"] = title } }));
        Route(HttpMethod.Get, "/youtube/v3/channels", _ => List([Own], id => new JsonObject { ["id"] = id, ["snippet"] = new JsonObject { ["title"] = "Acme Kettles" } }));
        RouteAnswers(HttpMethod.Post, "/youtube/v3/comments", request =>
        {
            var asked = JsonNode.Parse(request.Text)!["snippet"]!;
            var id = Post(Now, (string)asked["textOriginal"]!, (string)asked["parentId"]!, Own);
            return RefusesAnswers is { } reason ? Error(StatusCodes.Status403Forbidden, reason) : Json(Comment(_comments.Single(c => c.Id == id)));
        });
        Route(HttpMethod.Put, "/youtube/v3/comments", request =>
        {
            var asked = JsonNode.Parse(request.Text)!;
            if (Ours((string?)asked["id"]) is not { } ours)
            {
                return NotThere();
            }

            if (RefusesAnswers is { } reason)
            {
                return Error(StatusCodes.Status403Forbidden, reason);
            }

            Edit(ours.Id, (string)asked["snippet"]!["textOriginal"]!);
            return Json(Comment(Ours(ours.Id)!));
        });
        Route(HttpMethod.Delete, "/youtube/v3/comments", request =>
        {
            if (Ours(Ask(request, "id")) is not { } ours)
            {
                return NotThere();
            }

            Delete(ours.Id);
            return Results.NoContent();
        });
    }

    private FarComment? Ours(string? id) => _comments.Find(c => c.Id == id && c.Author == Own);

    private IResult NotThere() => Error(StatusCodes.Status404NotFound, "commentNotFound");

    public sealed record FarComment(string Id, string Author, string Text, DateTimeOffset At, DateTimeOffset ChangedAt, string? Parent);

    /// <summary>The day's quota is used up.</summary>
    public bool QuotaIsGone { get; set; }

    /// <summary>Says so of one comment.</summary>
    public string? RefusesAnswers { get; set; }

    public override IReadOnlyList<string> Answers => [.. _comments.Where(c => c is { Author: Own, Parent: not null }).Select(c => c.Text)];

    protected override string Kind => YouTubeChannel.ChannelKind;

    protected override string Address => Own;

    protected override string Service => "YouTube";

    protected override string Root => "/youtube/v3";

    public override string Post(DateTimeOffset at, string text) => Post(at, text, parent: null, Customer);

    public string Post(DateTimeOffset at, string text, string? parent, string author = Customer)
    {
        var id = parent is null ? $"Ugx{_count++}" : $"{parent}.9{_count++}";
        _comments.Add(new FarComment(id, author, text, at, at, parent));
        return id;
    }

    public override void Edit(string id, string text)
    {
        var at = _comments.FindIndex(c => c.Id == id);
        _comments[at] = _comments[at] with { Text = text, ChangedAt = Now };
    }

    public override void Delete(string id) => _comments.RemoveAll(c => c.Id == id || c.Parent == id);

    public override void DeleteAnswer() => Delete(_comments.Last(c => c.Author == Own).Id);

    private IResult NewestThreads(HttpStub.Request request) =>
        QuotaIsGone ? Error(StatusCodes.Status403Forbidden, "quotaExceeded")
        : Ask(request, "allThreadsRelatedToChannelId") == Own && Ask(request, "order") == "time"
            ? Paged(request, _comments.Where(c => c.Parent is null).Reverse().OrderByDescending(c => c.At), c => Thread(c, along: true))
            : Error(StatusCodes.Status404NotFound, "channelNotFound");

    private IResult Paged<T>(HttpStub.Request request, IEnumerable<T> newestFirst, Func<T, JsonNode> write)
    {
        var (items, next, breaks) = Page(newestFirst, Ask(request, "pageToken"));
        return breaks ? Error(StatusCodes.Status500InternalServerError, "backendError") : List(items, write, next);
    }

    private static IResult List<T>(IEnumerable<T> items, Func<T, JsonNode> write, string? next = null)
    {
        var answer = new JsonObject { ["kind"] = "youtube#listResponse", ["items"] = new JsonArray([.. items.Select(write)]) };
        if (next is not null)
        {
            answer["nextPageToken"] = next;
        }

        return Json(answer);
    }

    private IEnumerable<FarComment> Named(string ids) => ids.Split(',').Select(id => _comments.Find(c => c.Id == id)).OfType<FarComment>();

    /// <param name="along">At most two replies come along here; YouTube sends five.</param>
    private JsonObject Thread(FarComment top, bool along)
    {
        var replies = _comments.Where(c => c.Parent == top.Id).ToList();
        var thread = new JsonObject
        {
            ["kind"] = "youtube#commentThread", ["id"] = top.Id,
            ["snippet"] = new JsonObject { ["channelId"] = Own, ["videoId"] = "v1deo", ["topLevelComment"] = Comment(top), ["totalReplyCount"] = replies.Count },
        };
        if (along && replies.Count > 0)
        {
            thread["replies"] = new JsonObject { ["comments"] = new JsonArray([.. replies.TakeLast(2).Select(Comment)]) };
        }

        return thread;
    }

    private static JsonNode Comment(FarComment comment)
    {
        var snippet = new JsonObject
        {
            ["textDisplay"] = comment.Text, ["authorDisplayName"] = comment.Author == Own ? "@acme" : "@ana", ["authorChannelId"] = new JsonObject { ["value"] = comment.Author },
            ["likeCount"] = 4, ["publishedAt"] = Iso(comment.At), ["updatedAt"] = Iso(comment.ChangedAt),
        };
        snippet[comment.Parent is null ? "videoId" : "parentId"] = comment.Parent ?? "v1deo";
        return new JsonObject { ["kind"] = "youtube#comment", ["id"] = comment.Id, ["snippet"] = snippet };
    }

    private static string? Ask(HttpStub.Request request, string name) => QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var value) ? value.ToString() : null;
}

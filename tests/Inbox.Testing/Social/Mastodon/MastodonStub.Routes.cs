using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Testing.Social.Mastodon;

public sealed partial class MastodonStub
{
    /// <summary>What was said of uploaded files, by their ids.</summary>
    public ConcurrentDictionary<string, string> Descriptions { get; } = new(StringComparer.Ordinal);

    private void AddRoutes()
    {
        On(HttpMethod.Get, "/api/v1/accounts/verify_credentials", _ => Results.Json(AccountJson("acme")));
        On(HttpMethod.Get, "/api/v2/instance", _ => Results.Json(new
        {
            domain = Domain,
            version = "4.5.0",
            configuration = new { statuses = new { max_characters = MostCharacters, characters_reserved_per_url = 23 } },
        }), open: true);
        On(HttpMethod.Get, "/oauth/token/info", _ => Results.Json(new { expires_in = TokenEndsAt is { } end ? (long?)(end - Time.GetUtcNow()).TotalSeconds : null }));
        On(HttpMethod.Get, "/api/v1/notifications", r => Page(r, _notices.Where(n => !_statuses[n.StatusId].Deleted).Select(n => (n.Id, (object)NoticeJson(n))), isNotices: true));
        On(HttpMethod.Get, "/api/v1/notifications/unread_count", _ => Results.Json(new { count = _notices.Count }));
        On(HttpMethod.Get, "/api/v1/statuses", Many);
        On(HttpMethod.Post, "/api/v1/statuses", Take);
        On(HttpMethod.Post, "/api/v2/media", Upload);
        On(HttpMethod.Get, "/api/v1/accounts/lookup", r => Query(r, "acct") is { } acct && _statuses.Values.Any(s => s.Acct == acct) ? Results.Json(new { id = AddAccount(acct), acct }) : Missing());
        On(HttpMethod.Get, "/api/v2/search", _ => Results.Json(new { accounts = Array.Empty<object>() }));
        On(HttpMethod.Get, "/api/v1/accounts/1/statuses", r => Page(r, Listed(s => s.Acct == "acme")));
        foreach (var tag in (string[])["kettle", "acme"])
        {
            On(HttpMethod.Get, $"/api/v1/timelines/tag/{tag}", r => Page(r, Listed(s => s.Tags.Contains(tag))));
        }
    }

    private void AddRoutes(string id)
    {
        On(HttpMethod.Get, $"/api/v1/statuses/{id}", _ => _statuses[id].Deleted ? Missing() : Results.Json(StatusJson(_statuses[id])));
        On(HttpMethod.Get, $"/api/v1/statuses/{id}/source", _ => IsOurs(id) ? Results.Json(new { id, text = _statuses[id].Text, spoiler_text = _statuses[id].Warning }) : Missing());
        On(HttpMethod.Put, $"/api/v1/statuses/{id}", r => ChangeOurs(id, r));
        On(HttpMethod.Delete, $"/api/v1/statuses/{id}", _ => DeleteOurs(id));
        On(HttpMethod.Get, $"/api/v1/statuses/{id}/context", _ => HidesThreads ? Results.StatusCode((int)HttpStatusCode.InternalServerError) : Results.Json(new { ancestors = Above(id), descendants = Below(id) }));
    }

    private string AddAccount(string acct)
    {
        On(HttpMethod.Get, $"/api/v1/accounts/{acct.Split('@')[0]}/statuses", r => Page(r, Listed(s => s.Acct == acct)));
        return acct.Split('@')[0];
    }

    private static string? Query(HttpStub.Request request, string name) =>
        QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    private static IResult Missing() => Results.Json(new { error = "Record not found" }, statusCode: 404);

    private object NoticeJson((string Id, string StatusId) notice) => new
    {
        id = notice.Id, type = "mention", created_at = Time8601(_statuses[notice.StatusId].At), account = AccountJson(_statuses[notice.StatusId].Acct), status = StatusJson(_statuses[notice.StatusId]),
    };

    private IEnumerable<(string Id, object Item)> Listed(Func<FarStatus, bool> which) => _statuses.Values.Where(s => !s.Deleted && which(s)).Select(s => (s.Id, StatusJson(s)));

    /// <summary>As Mastodon: the newest first, and <c>min_id</c> gives the page right behind it.</summary>
    private IResult Page(HttpStub.Request request, IEnumerable<(string Id, object Item)> items, bool isNotices = false)
    {
        if (isNotices && _pages++ >= BreaksAfterPages)
        {
            return Results.StatusCode((int)HttpStatusCode.BadGateway);
        }

        var (min, max) = (Query(request, "min_id"), Query(request, "max_id"));
        var all = items.Where(i => max is null || string.CompareOrdinal(i.Id, max) < 0).OrderBy(i => i.Id, StringComparer.Ordinal).ToList();
        var from = min is null ? Math.Max(0, all.Count - PageSize) : all.Count(i => string.CompareOrdinal(i.Id, min) <= 0);
        var again = Untidy ? Math.Min(from, 2) : 0;
        var size = PagesAreThin ? Math.Max(1, PageSize - 1) : PageSize;
        var page = (min is null && PagesAreThin ? all.Skip(from).TakeLast(size) : all.Skip(from - again).Take(size + again)).Reverse().ToList();
        var link = HasLinks && page.Count > 0 ? $"<{Url}?max_id={page[^1].Id}>; rel=\"next\", <{Url}?min_id={page[0].Id}>; rel=\"prev\"" : null;
        return new FarAnswers.Page(page.Select(i => i.Item), link);
    }

    private IResult Many(HttpStub.Request request)
    {
        var ids = QueryHelpers.ParseQuery(request.Url.Query).TryGetValue("id[]", out var asked) ? asked.OfType<string>().ToList() : [];
        return !ReadsMany ? Missing()
            : ids.Count > 20 ? Results.Json(new { error = "Too many" }, statusCode: 422)
            : Results.Json(ids.Where(i => _statuses.TryGetValue(i, out var status) && !status.Deleted).Select(i => StatusJson(_statuses[i])));
    }

    private List<object> Above(string id)
    {
        var above = new List<object>();
        for (var parent = _statuses[id].ReplyTo; parent is not null && above.Count < MostAbove && !_statuses[parent].Deleted; parent = _statuses[parent].ReplyTo)
        {
            above.Insert(0, StatusJson(_statuses[parent]));
        }

        return above;
    }

    private IReadOnlyList<object> Below(string id)
    {
        var below = new HashSet<string>(StringComparer.Ordinal) { id };
        return [.. _statuses.Values.Where(s => !s.Deleted && s.ReplyTo is { } parent && below.Contains(parent) && below.Add(s.Id)).ToList().Select(StatusJson)];
    }

    private IResult Take(HttpStub.Request request)
    {
        if (LosesNextRequest)
        {
            LosesNextRequest = false;
            return new FarAnswers.Break();
        }

        using var json = JsonDocument.Parse(request.Body);
        var text = Text("status") ?? "";
        var replyTo = Text("in_reply_to_id");
        if (replyTo is not null && (!_statuses.TryGetValue(replyTo, out var answered) || answered.Deleted))
        {
            return Missing();
        }

        if (text.Length > MostCharacters)
        {
            return Results.Json(new { error = "Validation failed: Text is too long" }, statusCode: 422);
        }

        var media = json.RootElement.TryGetProperty("media_ids", out var ids) ? ids.EnumerateArray().Select(i => i.GetString()!).ToList() : [];
        var id = Post(
            Time.GetUtcNow(), Shown(text), "acme", Text("visibility") ?? "public", replyTo, Text("spoiler_text") ?? "", NamedIn(text), text: text, media: media,
            key: request.Headers.GetValueOrDefault("Idempotency-Key"));
        if (HangsAfterTaking)
        {
            return new FarAnswers.Silence();
        }

        (var lost, LosesNextAnswer) = (LosesNextAnswer, false);
        return lost ? FarAnswers.Loss(LossError) : Results.Json(StatusJson(_statuses[id]));

        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>Works on a file for a while, as a server does.</summary>
    private IResult Upload(HttpStub.Request request)
    {
        var id = NextId();
        var parts = request.Text.Split("name=description", 2);
        Descriptions[id] = parts.Length == 2 ? parts[1].Split("\r\n\r\n", 2)[1].Split("\r\n")[0] : "";
        On(HttpMethod.Get, $"/api/v1/media/{id}", _ => Results.Json(new { id, type = "image", url = $"https://{Domain}/media/{id}.png" }));
        return Results.Json(new { id, type = "image", url = (string?)null }, statusCode: 202);
    }
}

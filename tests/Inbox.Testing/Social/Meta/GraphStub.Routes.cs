using System.Globalization;
using System.Text.Json;
using Inbox.Testing.Social.Mastodon;
using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Meta;

public sealed partial class GraphStub
{
    private string[] Scopes { get; set; } = [
        "pages_manage_engagement", "pages_manage_metadata", "pages_messaging", "pages_read_engagement", "pages_read_user_content",
        "instagram_basic", "instagram_manage_comments", "instagram_manage_messages", "whatsapp_business_messaging", "whatsapp_business_management"];

    /// <summary>What the page tells our app of; null: nothing.</summary>
    public string[]? Subscribed { get; set; } = ["feed", "mention", "messages", "comments", "mentions"];

    public void Lacks(string scope) => Scopes = [.. Scopes.Where(s => s != scope)];

    private void AddRoutes()
    {
        On(HttpMethod.Get, "me", _ => Results.Json(new { id = Account, user_id = Account, name = "Acme", username = "acme" }));
        On(HttpMethod.Get, Page, _ => Results.Json(new { id = Page, name = "Acme", instagram_business_account = new { id = Instagram } }));
        On(HttpMethod.Get, Instagram, Mentioned);
        On(HttpMethod.Get, Person, _ => Results.Json(new { id = Person, name = PersonName, username = IsInstagram ? "ana.ruiz" : null }));
        _server.On(HttpMethod.Get, "/refresh_access_token", Renew);
        On(HttpMethod.Get, "debug_token", _ => Results.Json(new
        {
            data = new { app_id = AppId, type = "PAGE", is_valid = true, expires_at = TokenEndsAt?.ToUnixTimeSeconds() ?? 0, data_access_expires_at = 0, scopes = Scopes, profile_id = Account },
        }), asApp: true);
        foreach (var account in (string[])[Page, Instagram])
        {
            On(HttpMethod.Get, $"{account}/subscribed_apps", _ => Results.Json(new { data = Subscribed is null ? [] : new[] { new { id = AppId, name = "Inbox", subscribed_fields = Subscribed } } }));
            On(HttpMethod.Get, $"{account}/conversations", Conversations);
            On(HttpMethod.Post, $"{account}/messages", r => Take(r, body => Message(r, body)));
        }

        On(HttpMethod.Get, $"{Page}/feed", r => List(r, [(PostId, new { id = PostId, message = "New lamps", created_time = At(Time.GetUtcNow().AddDays(-3)), from = new { id = Page, name = "Acme" }, comments = Nested(PostId) })]));
        On(HttpMethod.Get, $"{Instagram}/media", r => List(r, [(PostId, new { id = PostId, caption = "New lamps", timestamp = At(Time.GetUtcNow().AddDays(-3)), comments = Nested(PostId) })]));
        On(HttpMethod.Post, $"{Instagram}/mentions", r => Take(r, body => Reply(body, Text(body, "media_id")!)));
        On(HttpMethod.Post, "me/photos", r => Results.Json(new { id = r.Text.Contains("published", StringComparison.Ordinal) ? "photo" + NextId() : "published!" }));
        AddRoutes(PostId);
        AddWhatsApp();
    }

    private void AddRoutes(string id)
    {
        On(HttpMethod.Get, id, r => _remarks.TryGetValue(id, out var remark) && !remark.Deleted ? Results.Json(Json(remark)) : Gone());
        On(HttpMethod.Post, id, r => Changed(id, remark => IsInstagram ? null : remark with { Text = Text(JsonDocument.Parse(r.Body).RootElement, "message")! }));
        On(HttpMethod.Delete, id, _ => KeepsComments ? Gone() : Changed(id, remark => remark with { Deleted = true }));
        foreach (var list in (string[])["comments", "replies"])
        {
            On(HttpMethod.Get, $"{id}/{list}", r => CannotBeRead ? Error(2, 0, "Try again", status: 500) : List(r, Below(id)));
            On(HttpMethod.Post, $"{id}/{list}", r => Take(r, body => _remarks.TryGetValue(id, out var remark) && remark.Deleted ? Gone() : Reply(body, id)));
        }
    }

    /// <summary>A comment of ours; others are not ours to change, and some cannot be.</summary>
    private IResult Changed(string id, Func<FarRemark, FarRemark?> change)
    {
        if (!_remarks.TryGetValue(id, out var remark) || remark.Deleted)
        {
            return Gone();
        }

        if (remark.Author != Account || change(remark) is not { } changed)
        {
            return Error(200, 0, "Permissions error");
        }

        _remarks[id] = changed;
        return Results.Json(new { success = true });
    }

    private static IResult Gone() => Error(100, 33, "Object does not exist, cannot be loaded due to missing permissions, or does not support this operation");

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    private object Json(FarRemark remark) => remark switch
    {
        { Person: not null } => new { id = remark.Id, message = remark.Text, created_time = At(remark.At), from = Named(remark.Author), to = new { data = new[] { Named(remark.Author == Account ? remark.Person : Account) } } },
        _ when IsInstagram => new { id = remark.Id, text = remark.Text, timestamp = At(remark.At), username = remark.Author == Account ? "acme" : "ana.ruiz", from = remark.Author is null ? null : new { id = remark.Author, username = remark.Author == Account ? "acme" : "ana.ruiz" }, like_count = remark.Likes },
        _ => new { id = remark.Id, message = remark.Text, created_time = At(remark.At), from = remark.Author is null ? null : Named(remark.Author), permalink_url = $"https://www.facebook.example/{remark.Id}", like_count = remark.Likes, comment_count = 0 },
    };

    private object Named(string? id) => new { id, name = id == Account ? "Acme" : PersonName };

    private IEnumerable<(string Id, object Item)> Below(string id) =>
        _remarks.Values.Where(r => r.Below == id && !r.Deleted).OrderByDescending(r => r.At).ThenByDescending(r => r.Id, StringComparer.Ordinal).Select(r => (r.Id, Json(r)));

    private object Nested(string id) => Cut(Below(id).ToList(), after: null, $"{Root}/{id}/comments?access_token=ours");

    private IResult List(HttpStub.Request request, IEnumerable<(string Id, object Item)> items)
    {
        if (_pages++ >= BreaksAfterPages)
        {
            return Error(1, 99, "An unknown error occurred", status: 500);
        }

        return Results.Json(Cut([.. items], Query(request, "after"), request.Url.AbsoluteUri));
    }

    /// <summary>A page behind a cursor. An untidy one begins with what the page before ended with.</summary>
    private object Cut(List<(string Id, object Item)> items, string? after, string address)
    {
        var from = after is null ? 0 : items.FindIndex(i => i.Id == after) + 1;
        var page = items.Skip(Untidy ? Math.Max(0, from - 1) : from).Take(PageSize + (Untidy && from > 0 ? 1 : 0)).ToList();
        var more = page.Count > 0 && items[^1].Id != page[^1].Id;
        return new
        {
            data = page.Select(i => i.Item),
            paging = page.Count == 0 ? null : new { cursors = new { before = page[0].Id, after = page[^1].Id }, next = more ? $"{address}&after={page[^1].Id}" : null },
        };
    }

    private IResult Conversations(HttpStub.Request request)
    {
        if (CannotBeRead)
        {
            return Error(2, 0, "Try again", status: 500);
        }

        var talks = _remarks.Values.Where(r => r is { Person: not null, Deleted: false } && (Query(request, "user_id") is not { } asked || asked == r.Person)).GroupBy(r => r.Person!)
            .Select(g => ($"t_{g.Key}", (object)new
            {
                id = $"t_{g.Key}",
                updated_time = At(g.Max(r => r.At)),
                messages = Cut([.. g.OrderByDescending(r => r.At).Take(20).Select(r => (r.Id, Json(r)))], after: null, Root),
            }));
        return List(request, talks);
    }

    /// <summary>The token before it is over at once, which the real one is not: so it shows which is used.</summary>
    private IResult Renew(HttpStub.Request request)
    {
        if (TokenIsYoung || Query(request, "grant_type") != "ig_refresh_token" || Query(request, "access_token") != Token)
        {
            return Error(100, 0, "This token cannot be refreshed");
        }

        Token = $"renewed-{++_renewals}";
        return Results.Json(new { access_token = Token, token_type = "bearer", expires_in = (int)TimeSpan.FromDays(60).TotalSeconds });
    }

    /// <summary>What a mention names is told only to whom it mentions.</summary>
    private IResult Mentioned(HttpStub.Request request)
    {
        var fields = Query(request, "fields") ?? "";
        var id = _remarks.Keys.FirstOrDefault(k => fields.Contains($"({k})", StringComparison.Ordinal));
        return fields.StartsWith("mentioned_comment", StringComparison.Ordinal) && id is not null
            ? Results.Json(new { mentioned_comment = new { id, text = _remarks[id].Text, timestamp = At(_remarks[id].At), username = "ben", media = new { id = "1900", permalink = "https://www.instagram.example/p/1900" } }, id = Instagram })
            : Results.Json(new { id = Instagram, username = "acme" });
    }

    private IResult Message(HttpStub.Request request, JsonElement body)
    {
        var recipient = body.GetProperty("recipient");
        var below = Text(recipient, "comment_id") ?? Text(recipient, "post_id");
        if (below is not null && _remarks.Values.Any(r => r.Sent.Contains($"\"{below}\"", StringComparison.Ordinal)))
        {
            return Error(10900, 0, "Activity already replied to");
        }

        if (below is null && WindowIsOver && Text(body, "tag") != "HUMAN_AGENT")
        {
            return Error(10, IsInstagram ? 2534022 : 2018278, "This message is sent outside of allowed window.");
        }

        var person = Text(recipient, "id") ?? _remarks.GetValueOrDefault(below ?? "")?.Author ?? Person;
        var id = Add(new FarRemark(NextMid(), Below: null, Account, body.GetProperty("message").GetProperty("text").GetString()!, Time.GetUtcNow()) { Person = person, Sent = request.Text });
        return Taken(new { recipient_id = person, message_id = id });
    }

    private IResult Reply(JsonElement body, string below)
    {
        var id = Add(new FarRemark(NextCommentId(), below, Account, Text(body, "message") ?? "", Time.GetUtcNow()) { Sent = body.GetRawText() });
        return Taken(new { id });
    }

    private IResult Take(HttpStub.Request request, Func<JsonElement, IResult> take)
    {
        if (LosesNextRequest)
        {
            LosesNextRequest = false;
            return new FarAnswers.Break();
        }

        using var body = JsonDocument.Parse(request.Body);
        return take(body.RootElement.Clone());
    }

    private IResult Taken(object answer)
    {
        if (HangsAfterTaking)
        {
            return new FarAnswers.Silence();
        }

        (var lost, LosesNextAnswer) = (LosesNextAnswer, false);
        return lost ? FarAnswers.Loss(LossError) : Results.Json(answer);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Mastodon;

public sealed partial class MastodonStub
{
    /// <summary>What the language of a post is where it does not say.</summary>
    public const string UsualLanguage = "en";

    /// <summary>Of a post of ours, as another app of ours set it.</summary>
    public void Mark(string id, string language, bool sensitive) => Change(id, s => s with { Language = language, Sensitive = sensitive });

    private bool IsOurs(string id) => _statuses[id] is { Acct: "acme", Deleted: false };

    /// <summary>The whole of it is replaced: files, warning, mark and language that are not given are taken away, and only the circle of readers stays.</summary>
    private IResult ChangeOurs(string id, HttpStub.Request request)
    {
        if (!IsOurs(id))
        {
            return Missing();
        }

        using var json = JsonDocument.Parse(request.Body);
        var (before, text) = (_statuses[id], Text("status") ?? "");
        if (text.Length == 0 || text.Length > MostCharacters)
        {
            return Results.Json(new { error = "Validation failed: Text can't be blank or is too long" }, statusCode: 422);
        }

        var after = before with
        {
            Text = text,
            Html = Shown(text),
            Mentions = NamedIn(text),
            Warning = Text("spoiler_text") ?? "",
            Sensitive = json.RootElement.TryGetProperty("sensitive", out var sensitive) && sensitive.GetBoolean(),
            Language = Text("language") ?? UsualLanguage,
            Media = json.RootElement.TryGetProperty("media_ids", out var ids) ? [.. ids.EnumerateArray().Select(i => i.GetString()!)] : [],
        };
        var same = after with { Media = before.Media, Mentions = before.Mentions } == before && after.Media.SequenceEqual(before.Media);
        if (same && RefusesSameWords)
        {
            return Results.Json(new { error = "Unprocessable Entity: status was not changed" }, statusCode: 422);
        }

        _statuses[id] = same ? before : after with { EditedAt = Time.GetUtcNow() };
        (var lost, LosesNextAnswer) = (LosesNextAnswer, false);
        return lost ? FarAnswers.Loss(LossError) : Results.Json(StatusJson(_statuses[id]));

        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private IResult DeleteOurs(string id)
    {
        if (!IsOurs(id))
        {
            return Missing();
        }

        if (MostDeletions is { } most)
        {
            if (most == 0)
            {
                return Results.StatusCode((int)HttpStatusCode.BadGateway);
            }

            MostDeletions = most - 1;
        }

        var shown = StatusJson(_statuses[id]);
        _statuses[id] = _statuses[id] with { Deleted = true };
        return Results.Json(shown);
    }

    private static List<string> NamedIn(string text) => [.. text.Split(' ').Where(w => w.StartsWith('@')).Select(w => w[1..])];

    /// <summary>Names without their hosts, as Mastodon does.</summary>
    private static string Shown(string text) => string.Join(' ', text.Split(' ').Select(w => w.StartsWith('@') ? "@" + w[1..].Split('@')[0] : WebUtility.HtmlEncode(w)));
}

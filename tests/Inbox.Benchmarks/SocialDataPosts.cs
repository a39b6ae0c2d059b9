using System.Text.Json;

namespace Inbox.Benchmarks;

/// <summary>
/// What a plain walk takes for posts: objects with an id and words, told by two or three fields and by nothing that the
/// readers use. Words are compared where they are plain; of HTML and of X's short addresses only the id is.
/// </summary>
internal static class SocialDataPosts
{
    public static IEnumerable<(string Id, string? Words)> In(string kind, byte[] content)
    {
        if (kind is not ("mastodon" or "bluesky" or "x" or "reddit" or "facebook" or "instagram"))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(content);
            return [.. Walk(json.RootElement).Select(o => Post(kind, o)).OfType<(string, string?)>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonElement> Walk(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                return json.EnumerateArray().SelectMany(Walk);
            case JsonValueKind.Object:
                return json.EnumerateObject().SelectMany(p => Walk(p.Value)).Prepend(json);
            default:
                return [];
        }
    }

    private static (string Id, string? Words)? Post(string kind, JsonElement o) => kind switch
    {
        "mastodon" when Text(o, "content") is not null && Text(o, "id") is { } id && Text(o, "uri") is not null && !Is(o, "reblog", JsonValueKind.Object) => (id, Paragraph(Text(o, "content")!)),
        "bluesky" when Text(o, "uri") is { } uri && (Inner(o, "record") ?? Inner(o, "value")) is { } words => (uri, words),
        "x" when Text(o, "text") is { } words && (Text(o, "id_str") ?? Text(o, "id")) is { } id && !Is(o, "retweeted_status", JsonValueKind.Object) => (id, words.Contains("http", StringComparison.Ordinal) || words.Contains('&', StringComparison.Ordinal) ? null : words),
        "reddit" when Text(o, "name") is { } name && (Text(o, "body") ?? Text(o, "title")) is { } words && name is ['t', '1' or '3' or '4', '_', ..] => (name, words.Contains('&', StringComparison.Ordinal) ? null : words),
        "facebook" when Text(o, "id") is { } id && Text(o, "message") is { } words && Text(o, "created_time") is not null => (id, words),
        "instagram" when Text(o, "id") is { } id && (Text(o, "text") ?? Text(o, "caption")) is { } words && Text(o, "timestamp") is not null => (id, words),
        _ => null,
    };

    /// <summary>Words of a status that is one plain paragraph.</summary>
    private static string? Paragraph(string html) =>
        html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) && html[3..^4] is var inner && !inner.Contains('<', StringComparison.Ordinal) && !inner.Contains('&', StringComparison.Ordinal) && !inner.Contains("  ", StringComparison.Ordinal)
            ? inner
            : null;

    private static string? Inner(JsonElement o, string name) => Is(o, name, JsonValueKind.Object) ? Text(o.GetProperty(name), "text") : null;

    private static bool Is(JsonElement o, string name, JsonValueKind kind) => o.TryGetProperty(name, out var value) && value.ValueKind == kind;

    private static string? Text(JsonElement o, string name) => Is(o, name, JsonValueKind.String) ? o.GetProperty(name).GetString() : null;
}

using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>The error that an answer without a message reports, in the network's words.</summary>
internal static class ApiError
{
    public static string? Of(IReadOnlyList<JsonElement> roots) => roots is [var root] ? Of(root) : null;

    private static string? Of(JsonElement root)
    {
        var error = root.Get("error");
        // Mastodon: {error, error_description}; Bluesky: {error, message}; Meta: {error:{message}}; X: {title, detail, status} or errors[]; Reddit: {message, error: 404}.
        var words = error.IsObject()
            ? [error.Filled("message", "error_user_msg", "type")]
            : error.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? [error.Text(), root.Filled("error_description", "message", "reason")]
                : root.Get("errors").ValueKind == JsonValueKind.Array && !root.Get("data").IsObject()
                    ? root.Items("errors").Take(5).Select(e => e.Filled("detail", "message", "title"))
                    : root.Get("status").Number() >= 400 ? (IEnumerable<string?>)[root.Filled("title"), root.Filled("detail", "message")] : [];
        return string.Join(": ", words.OfType<string>().Distinct(StringComparer.Ordinal)) is { Length: > 0 } all ? all : null;
    }
}

using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Feeds;

namespace Inbox.Channels.Social;

/// <summary>
/// Members of JSON objects that come from far away: whatever is missing or of another type than promised reads as absent,
/// numbers may be texts and texts numbers. Nothing here throws.
/// </summary>
internal static class SocialJson
{
    /// <summary>No network has more of anything; sums of a few stay far from overflowing.</summary>
    private const long MostCounted = 1_000_000_000_000;

    /// <summary>Undefined where there is none.</summary>
    public static JsonElement Get(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static JsonElement Get(this JsonElement json, string name, string inner) => json.Get(name).Get(inner);

    public static bool IsObject(this JsonElement json) => json.ValueKind == JsonValueKind.Object;

    public static bool IsText(this JsonElement json) => json.ValueKind == JsonValueKind.String;

    public static bool IsTrue(this JsonElement json) => json.ValueKind == JsonValueKind.True || (json.IsText() && json.ValueEquals("true"));

    /// <summary>Without what neither the database nor a page can hold; null for anything but text and numbers.</summary>
    public static string? Text(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => FeedText.Clean(json.GetString() ?? ""),
        JsonValueKind.Number => json.GetRawText(),
        _ => null,
    };

    public static string? Text(this JsonElement json, string name) => json.Get(name).Text();

    /// <summary>The first of the names that says something; null where none does.</summary>
    public static string? Filled(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Text(name) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A count: never negative, 0 for none.</summary>
    public static long Count(this JsonElement json, string name) => json.Get(name).Number() ?? 0;

    /// <summary>Whole and not negative; null where it is no number.</summary>
    public static long? Number(this JsonElement json) =>
        json.Text() is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? (long)Math.Clamp(number, 0, MostCounted)
            : null;

    public static DateTimeOffset? Time(this JsonElement json, string name) => SocialTime.Parse(json.Text(name));

    /// <summary>Its objects, where it is a list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Get(name).Items();

    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Where(IsObject) : [];

    /// <summary>Its members, where it is an object.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement json) => json.IsObject() ? json.EnumerateObject() : [];

    /// <summary>An address that a person may open: absolute, http or https.</summary>
    public static string? Address(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Text(name)?.Trim() is { } address && SocialHtml.IsWeb(address))
            {
                return address;
            }
        }

        return null;
    }
}

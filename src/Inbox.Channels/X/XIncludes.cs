using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>The people and media of one answer or event, wherever in it they stand: posts name them by id or key.</summary>
internal sealed class XIncludes
{
    private readonly Dictionary<string, JsonElement> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _media = new(StringComparer.Ordinal);

    public static XIncludes In(JsonElement root)
    {
        var includes = new XIncludes();
        JsonWalk.Run([root], 0, (json, _) =>
        {
            if (json.Filled("username", "screen_name") is not null && json.Filled("id_str", "id") is { } id)
            {
                includes._people.TryAdd(id, json);
            }

            if (json.Filled("media_key") is { } key)
            {
                includes._media.TryAdd(key, json);
            }

            return Descent<int>.Everywhere(0);
        });
        return includes;
    }

    public SocialAuthor Author(string? id) =>
        id is null ? SocialAuthor.Unknown : _people.TryGetValue(id, out var person) ? Author(person) : new SocialAuthor(id, "", Id: id);

    public static SocialAuthor Author(JsonElement user)
    {
        var handle = user.Filled("username", "screen_name") ?? "";
        return new SocialAuthor(
            handle.Length > 0 ? handle : user.Filled("id_str", "id") ?? "",
            user.Filled("name") ?? handle,
            user.Get("public_metrics", "followers_count").Number() ?? user.Get("followers_count").Number(),
            user.Filled("id_str", "id"),
            handle.Length > 0 ? "https://x.com/" + Uri.EscapeDataString(handle) : null);
    }

    public bool IsProtected(string? id) => id is not null && _people.TryGetValue(id, out var person) && person.Get("protected").IsTrue();

    public IEnumerable<SocialAttachment> Attachments(JsonElement post) =>
        from key in post.Get("attachments", "media_keys") is { ValueKind: JsonValueKind.Array } keys ? keys.EnumerateArray().Select(k => k.Text()) : []
        where key is not null
        select _media.TryGetValue(key, out var media)
            ? new SocialAttachment(media.Address("url") ?? BestVariant(media.Items("variants")) ?? media.Address("preview_image_url"), media.Filled("type") ?? "media", media.Filled("alt_text"), Id: key)
            : new SocialAttachment(null, "media", Id: key);

    /// <summary>Of the files of a video the largest.</summary>
    public static string? BestVariant(IEnumerable<JsonElement> variants) =>
        variants.OrderByDescending(v => v.Get("bit_rate").Number() ?? v.Get("bitrate").Number() ?? 0).Select(v => v.Address("url")).FirstOrDefault(a => a is not null);
}

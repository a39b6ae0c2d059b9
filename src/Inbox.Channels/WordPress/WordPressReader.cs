using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.WordPress;

/// <summary>Reads what the REST API of WordPress sends: comments and posts, one or a list of them.</summary>
internal static class WordPressReader
{
    private static readonly Uri Nowhere = new("blog://nowhere/");

    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll, ErrorOf);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var posts = new PostList();
        foreach (var item in roots.SelectMany(r => r.IsObject() ? [r] : r.Items()).Where(i => WordPressItem.NameOf(i).Length > 0))
        {
            posts.Add(WordPressItem.Read(item, default, SiteOf(item)));
        }

        return posts.Posts;
    }

    private static Uri SiteOf(JsonElement item) => item.Address("link") is { } link ? new Uri(new Uri(link).GetLeftPart(UriPartial.Authority) + "/") : Nowhere;

    /// <summary><c>{"code":…,"message":…,"data":{"status":…}}</c></summary>
    private static string? ErrorOf(IReadOnlyList<JsonElement> roots) =>
        roots is [var root] && root.Filled("code") is { } code ? root.Filled("message") is { } message ? $"{code}: {SocialHtml.ToText(message)}" : code : null;
}

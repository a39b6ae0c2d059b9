using System.Net;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Reddit;

/// <summary>A comment, post or private message. The external id is the full name (t1_…), which an answer has to name.</summary>
internal static class RedditThing
{
    private const string Site = "https://www.reddit.com";

    /// <summary>t1, t3 or t4; null for subreddits, accounts and the rest.</summary>
    public static string? KindOf(JsonElement data, string? wrapper)
    {
        if (data.Filled("id", "name") is null)
        {
            return null;
        }

        var named = wrapper ?? (data.Filled("name") is [var first, var second, '_', ..] ? $"{first}{second}" : null);
        var comment = data.Get("body").IsText();
        var post = data.Get("title").IsText();
        return named switch
        {
            "t1" when comment => named,
            "t3" when post => named,
            "t4" when comment => named,
            null when comment => data.Filled("dest") is not null && data.Filled("link_id") is null ? "t4" : "t1",
            null when post && (data.Get("selftext").IsText() || data.Filled("permalink") is not null) => "t3",
            _ => null,
        };
    }

    public static SocialPost Read(JsonElement data, string kind)
    {
        var name = data.Filled("name") is { } full && full.StartsWith(kind + "_", StringComparison.Ordinal) ? full : $"{kind}_{data.Filled("id", "name")}";
        var body = Decoded(data.Text("body") ?? data.Text("selftext") ?? "");
        // Whoever removes it, author or moderator, its page stays, without its words.
        var deleted = body is "[deleted]" or "[removed]" || data.Filled("removed_by_category") is not null;
        var author = data.Filled("author");
        var title = Title(kind, data);
        return new SocialPost
        {
            ExternalId = name,
            Kind = deleted ? SocialKind.Deleted : kind switch { "t1" => SocialKind.Comment, "t4" => SocialKind.Direct, _ => SocialKind.Post },
            ConversationId = kind switch { "t1" => LinkOf(data) ?? name, "t4" => data.Filled("first_message_name") ?? name, _ => name },
            ReplyTo = data.Filled("parent_id"),
            Author = author is null or "[deleted]"
                ? SocialAuthor.Unknown
                : new SocialAuthor(author, author, Id: data.Filled("author_fullname"), Url: $"{Site}/user/{Uri.EscapeDataString(author)}/"),
            Title = deleted ? null : title,
            Text = deleted ? "" : Words(title, body),
            Html = deleted ? null : Html(data),
            PostedAt = data.Time("created_utc") ?? data.Time("created"),
            EditedAt = data.Time("edited"),
            Visibility = kind == "t4" ? SocialVisibility.Direct : data.Filled("subreddit_type") is "private" or "employees_only" ? SocialVisibility.Private : SocialVisibility.Public,
            Url = Page(data.Filled("permalink", "context")),
            Attachments = [.. Attachments(data, kind)],
            Reach = data.Count("score") + data.Count("num_comments"),
        };
    }

    /// <summary>The full name of the post below which a comment stands; in an inbox only its address tells.</summary>
    public static string? LinkOf(JsonElement comment) =>
        comment.Filled("link_id") ?? (comment.Filled("context", "permalink")?.Split('/') is ["", "r", _, "comments", { Length: > 0 } link, ..] ? "t3_" + link : null);

    /// <summary>A private message has a subject of its own unless it answers one.</summary>
    private static string? Title(string kind, JsonElement data) => kind switch
    {
        "t3" => data.Filled("title"),
        "t4" when data.Filled("parent_id") is null => data.Filled("subject"),
        _ => null,
    } is { } title ? Decoded(title).Trim() : null;

    private static string Words(string? title, string body) => (title is null ? body : $"{title}\n\n{body}").Trim();

    // HTML comes escaped, unless it was asked for raw.
    private static string? Html(JsonElement data) =>
        (data.Filled("body_html", "selftext_html")) is { } html ? SocialHtml.Safe(html.TrimStart().StartsWith("&lt;", StringComparison.Ordinal) ? WebUtility.HtmlDecode(html) : html) : null;

    private static string Decoded(string text) => WebUtility.HtmlDecode(text);

    private static string? Page(string? path) =>
        path is ['/', ..] ? Site + path : path is not null && SocialHtml.IsWeb(path) ? path : null;

    private static IEnumerable<SocialAttachment> Attachments(JsonElement data, string kind)
    {
        if (kind != "t3")
        {
            yield break;
        }

        // A post without text of its own is a link: to a page, an image, a video.
        if (!data.Get("is_self").IsTrue() && data.Address("url_overridden_by_dest", "url") is { } link)
        {
            yield return new SocialAttachment(WebUtility.HtmlDecode(link), data.Filled("post_hint") switch { "image" => "image", "hosted:video" or "rich:video" => "video", _ => "link" });
        }

        foreach (var item in data.Get("gallery_data").Items("items"))
        {
            var media = item.Filled("media_id") is { } id ? data.Get("media_metadata").Get(id) : default;
            yield return new SocialAttachment(media.Get("s").Address("u", "gif", "mp4") is { } address ? WebUtility.HtmlDecode(address) : null, media.Filled("m") ?? "image", item.Filled("caption"), Id: item.Filled("media_id"));
        }
    }
}

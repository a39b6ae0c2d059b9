using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>
/// A comment, post, review or private message as the Graph API answers it. The API names no types unless asked, so its
/// fields tell: words of Facebook are its <c>message</c>, of Instagram <c>text</c> (comments) and <c>caption</c> (media).
/// </summary>
internal static class GraphObject
{
    private static readonly string[] OfComments = ["parent", "comment_count", "can_reply_privately", "can_remove", "user_likes", "can_comment"];
    private static readonly string[] OfMedia = ["caption", "media_type", "media_product_type"];

    public static SocialPost? Read(JsonElement json, MetaPlace place)
    {
        if (json.Filled("review_text", "recommendation_type") is not null && (json.Get("reviewer").IsObject() || json.Get("created_time").IsText()))
        {
            return Review(json);
        }

        if (json.Filled("id") is not { } id || KindOf(json, place) is not { } kind)
        {
            return null;
        }

        var instagram = json.Filled("message") is null && json.Filled("story") is null;
        var text = json.Text("message") ?? json.Text("text") ?? json.Text("caption") ?? json.Text("story") ?? "";
        var from = json.Get("from");
        var likes = json.Get("reactions", "summary").Number("total_count") ?? json.Get("likes", "summary").Number("total_count") ?? json.Count("like_count");
        var comments = json.Get("comments", "summary").Number("total_count") ?? json.Count(instagram ? "comments_count" : "comment_count");
        return new SocialPost
        {
            ExternalId = id,
            Kind = kind,
            ConversationId = kind == SocialKind.Direct ? place.Conversation : kind == SocialKind.Post ? id : place.Root ?? json.Get("media").Filled("id") ?? json.Get("object").Filled("id") ?? json.Get("parent").Filled("id") ?? id,
            ReplyTo = kind == SocialKind.Comment ? json.Get("parent").Filled("id") ?? json.Filled("parent_id") ?? place.Parent ?? place.Root ?? json.Get("media").Filled("id") : json.Get("reply_to").Filled("mid", "id"),
            Author = instagram || from.Filled("username") is not null
                ? InstagramChange.AuthorOf(from.Filled("id") ?? json.Get("owner").Filled("id"), from.Filled("username") ?? json.Filled("username"), from.Filled("name"))
                : Person(from),
            Text = text,
            Html = text.Length == 0 ? null : SocialHtml.FromText(text),
            PostedAt = json.Time("created_time") ?? json.Time("timestamp"),
            Visibility = kind == SocialKind.Direct ? SocialVisibility.Direct : json.Get("is_published").ValueKind == JsonValueKind.False ? SocialVisibility.Private : SocialVisibility.Public,
            Url = json.Address("permalink_url", "permalink"),
            Attachments = [.. Attachments(json)],
            Reach = likes + comments + json.Get("shares").Count("count"),
        };
    }

    /// <summary>What the members of an object are told of it.</summary>
    public static MetaPlace Beneath(JsonElement json, SocialPost? post, string name, MetaPlace place) => (name, post) switch
    {
        ("comments" or "replies", { Kind: SocialKind.Comment }) => place with { Parent = post.ExternalId, InComments = true },
        ("comments" or "replies", not null) => place with { Root = post.ExternalId, Parent = post.ExternalId, InComments = true },
        ("comments" or "replies", null) => place with { Root = json.Filled("id") ?? place.Root, Parent = json.Filled("id") ?? place.Parent, InComments = true },
        ("messages", null) => place with { Conversation = json.Filled("id") ?? place.Conversation },
        ("data", null) => place,
        // What else hangs on a message (its parent, its post) is an object of its own.
        _ => place with { InComments = false },
    };

    private static SocialKind? KindOf(JsonElement json, MetaPlace place)
    {
        var written = json.Get("message").IsText() || json.Get("text").IsText();
        var told = json.Get("from").IsObject() || json.Get("created_time").IsText() || json.Get("timestamp").IsText() || json.Get("username").IsText();
        if (place.Conversation is not null || (json.Get("to").IsObject() && json.Get("message").IsText()))
        {
            return json.Get("message").IsText() ? SocialKind.Direct : null;
        }

        if (Array.Exists(OfMedia, f => json.Get(f).IsText()) && !json.Get("text").IsText())
        {
            return SocialKind.Post;
        }

        var comment = place.InComments || (json.Get("text").IsText() && !json.Get("message").IsText()) || Array.Exists(OfComments, f => json.Get(f).ValueKind != JsonValueKind.Undefined);
        return written && told ? comment ? SocialKind.Comment : SocialKind.Post
            : told && json.Get("story").IsText() ? SocialKind.Post
            // A picture as a comment has no words; everything else in a list of comments has.
            : place.InComments && told && json.Get("attachment").IsObject() ? SocialKind.Comment : null;
    }

    private static SocialPost Review(JsonElement json)
    {
        var id = json.Get("open_graph_story").Filled("id") ?? json.Filled("open_graph_story_id", "id") ?? "";
        return new SocialPost
        {
            ExternalId = id,
            Kind = SocialKind.Review,
            ConversationId = id.Length > 0 ? id : null,
            Author = Person(json.Get("reviewer")),
            Text = json.Text("review_text") ?? "",
            PostedAt = json.Time("created_time"),
        };
    }

    private static SocialAuthor Person(JsonElement from) =>
        from.IsObject() ? new SocialAuthor(from.Filled("id") ?? "", from.Filled("name") ?? "", Id: from.Filled("id")) : SocialAuthor.Unknown;

    private static long? Number(this JsonElement json, string name) => json.Get(name).Number();

    private static IEnumerable<SocialAttachment> Attachments(JsonElement json)
    {
        if (json.Address("media_url", "full_picture") is { } media)
        {
            yield return new SocialAttachment(media, json.Filled("media_type") is "VIDEO" ? "video" : "image", json.Filled("alt_text"));
        }

        foreach (var attachment in json.Items("attachments").Concat(json.Get("attachments").Items("data")).Concat(json.Get("attachment").IsObject() ? [json.Get("attachment")] : []))
        {
            yield return new SocialAttachment(
                attachment.Get("media", "image").Address("src") ?? attachment.Address("url", "unshimmed_url") ?? MessagingEvent.Attachment(attachment).Url,
                attachment.Filled("mime_type", "media_type", "type") ?? "file",
                attachment.Filled("title", "name", "description"),
                attachment.Get("size").Number(),
                attachment.Filled("id") ?? attachment.Get("target").Filled("id"));
        }
    }
}

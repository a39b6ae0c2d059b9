using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>A change of a Facebook Page: its feed, a mention of it, a review of it.</summary>
internal static class PageChange
{
    /// <summary>What people say. Reactions, shares without words and the like are no messages.</summary>
    private static readonly HashSet<string> Said = new(StringComparer.Ordinal) { "comment", "post", "status", "photo", "video", "share", "link", "note", "album", "rating", "review", "story" };

    public static IEnumerable<SocialPost> Read(string field, JsonElement value, MetaPlace place)
    {
        var item = value.Filled("item") ?? (field is "ratings" ? "rating" : value.Filled("comment_id") is null ? "post" : "comment");
        if (field is not ("feed" or "mention" or "ratings" or "group_feed") || !Said.Contains(item) || KindOf(item, value.Filled("verb")) is not { } kind)
        {
            yield break;
        }

        var comment = item is "comment" ? value.Filled("comment_id") : null;
        var id = comment ?? (item is "rating" ? value.Filled("review_id", "open_graph_story_id", "post_id") : null) ?? value.Filled("post_id", "photo_id", "video_id", "share_id");
        if (id is null)
        {
            yield break;
        }

        var author = AuthorOf(value);
        var text = value.Text("message") ?? value.Text("review_text") ?? "";
        yield return new SocialPost
        {
            ExternalId = id,
            Kind = kind,
            ConversationId = value.Filled("post_id", "open_graph_story_id") ?? id,
            ReplyTo = comment is null ? null : value.Filled("parent_id", "post_id"),
            Author = author,
            Text = text,
            Html = text.Length == 0 ? null : SocialHtml.FromText(text),
            PostedAt = value.Time("created_time") ?? place.At,
            EditedAt = kind is SocialKind.Edited or SocialKind.Deleted ? value.Time("update_time") ?? place.At : null,
            Visibility = value.Get("published").ValueKind == JsonValueKind.Number && value.Count("published") == 0 ? SocialVisibility.Private : SocialVisibility.Public,
            Url = value.Address("permalink_url", "comment_permalink_url") ?? value.Get("post").Address("permalink_url"),
            Attachments = [.. Attachments(value)],
            Own = author.Id is not null && author.Id == place.Account,
            Reason = field,
        };
    }

    /// <summary>Null for what our own moderators do: hiding, showing again, pinning, blocking.</summary>
    private static SocialKind? KindOf(string item, string? verb) => verb switch
    {
        "edited" or "edit" or "update" => SocialKind.Edited,
        "remove" or "delete" => SocialKind.Deleted,
        "add" or "mention" or "answer" or null => item is "comment" ? SocialKind.Comment : item is "rating" or "review" ? SocialKind.Review : SocialKind.Post,
        _ => null,
    };

    /// <summary>Without the person's consent the page is told no name, or nobody at all.</summary>
    private static SocialAuthor AuthorOf(JsonElement value)
    {
        var id = value.Get("from").Filled("id") ?? value.Filled("sender_id", "reviewer_id", "user_id");
        var name = value.Get("from").Filled("name") ?? value.Filled("sender_name", "reviewer_name", "user_name");
        return id is null && name is null ? SocialAuthor.Unknown : new SocialAuthor(id ?? "", name ?? "", Id: id);
    }

    private static IEnumerable<SocialAttachment> Attachments(JsonElement value)
    {
        var type = value.Filled("item") is "video" ? "video" : "image";
        if (value.Address("photo") is { } photo)
        {
            yield return new SocialAttachment(photo, "image", Id: value.Filled("photo_id"));
        }

        if (value.Address("video") is { } video)
        {
            yield return new SocialAttachment(video, "video", Id: value.Filled("video_id"));
        }

        if (value.Address("link") is { } link)
        {
            yield return new SocialAttachment(link, value.Filled("item") is "photo" or "video" or "comment" ? type : "link", value.Filled("title"));
        }

        if (value.Get("photos") is { ValueKind: JsonValueKind.Array } photos)
        {
            foreach (var address in photos.EnumerateArray().Select(p => p.Text()).OfType<string>().Where(SocialHtml.IsWeb))
            {
                yield return new SocialAttachment(address, "image");
            }
        }
    }
}

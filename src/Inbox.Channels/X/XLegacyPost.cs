using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>A tweet of API 1.1.</summary>
internal static class XLegacyPost
{
    public static bool Is(JsonElement json) =>
        json.Filled("id_str", "id") is not null
        && (json.Get("text").IsText() || json.Get("full_text").IsText())
        && (json.Get("id_str").IsText() || json.Get("user").IsObject());

    /// <param name="owner">Whose tweet it is, where it does not say so itself.</param>
    public static SocialPost Read(JsonElement tweet, JsonElement owner, XIncludes includes)
    {
        var id = tweet.Filled("id_str", "id")!;
        var user = tweet.Get("user").IsObject() ? tweet.Get("user") : owner;
        // Some answers name only the id of the user.
        var author = user.Filled("screen_name") is not null ? XIncludes.Author(user) : includes.Author(user.Filled("id_str", "id"));
        var whole = tweet.Get("extended_tweet").IsObject() ? tweet.Get("extended_tweet") : tweet;
        var entities = whole.Get("entities").IsObject() ? whole.Get("entities") : tweet.Get("entities");
        var text = XText.Of(whole.Text("full_text") ?? tweet.Text("full_text") ?? tweet.Text("text") ?? "", entities);
        var repliedTo = tweet.Filled("in_reply_to_status_id_str", "in_reply_to_status_id");
        return new SocialPost
        {
            ExternalId = id,
            Kind = SocialKind.Post,
            ConversationId = repliedTo ?? id,
            ReplyTo = repliedTo,
            Author = author,
            Text = text,
            Html = XText.Html(text),
            PostedAt = tweet.Time("created_at"),
            Visibility = user.Get("protected").IsTrue() ? SocialVisibility.Private : SocialVisibility.Public,
            Url = XText.Page(author, id),
            Attachments = [.. Media(whole.Get("extended_entities").IsObject() ? whole.Get("extended_entities") : tweet.Get("extended_entities").IsObject() ? tweet.Get("extended_entities") : entities).Select(Attachment)],
            Reach = (author.Followers ?? 0) + tweet.Count("retweet_count") + tweet.Count("favorite_count") + tweet.Count("reply_count") + tweet.Count("quote_count"),
        };
    }

    public static SocialAttachment Attachment(JsonElement media) => new(
        XIncludes.BestVariant(media.Get("video_info").Items("variants")) ?? media.Address("media_url_https", "media_url"),
        media.Filled("type") ?? "media",
        media.Filled("ext_alt_text"),
        Id: media.Filled("id_str", "id"));

    private static IEnumerable<JsonElement> Media(JsonElement entities) => entities.Items("media");
}

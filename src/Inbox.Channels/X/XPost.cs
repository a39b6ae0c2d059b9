using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>A post of API v2.</summary>
internal static class XPost
{
    public static bool Is(JsonElement json) => json.Text("id") is { Length: > 0 } && json.Get("text").IsText() && json.Get("username").ValueKind == JsonValueKind.Undefined;

    public static bool IsRetweet(JsonElement json) => Referenced(json, "retweeted") is not null;

    /// <summary>It names the account of this id, or answers a post of it: X tells the account of it as a mention.</summary>
    public static bool IsTo(JsonElement json, string id) =>
        json.Filled("in_reply_to_user_id") == id || json.Get("entities").Items("mentions").Any(m => m.Filled("id") == id);

    public static SocialPost Read(JsonElement post, XIncludes includes)
    {
        var id = post.Text("id")!;
        var authorId = post.Filled("author_id");
        var author = includes.Author(authorId);
        // Beyond 280 characters the text is cut, and stands whole in its note.
        var whole = post.Get("note_tweet");
        var text = XText.Of(whole.Text("text") ?? post.Text("text") ?? "", whole.Get("text").IsText() ? whole.Get("entities") : post.Get("entities"));
        var metrics = post.Get("public_metrics");
        var repliedTo = Referenced(post, "replied_to");
        return new SocialPost
        {
            ExternalId = id,
            Kind = Revises(post, id) ? SocialKind.Edited : SocialKind.Post,
            ConversationId = post.Filled("conversation_id") ?? repliedTo ?? id,
            ReplyTo = repliedTo,
            Author = author,
            Text = text,
            Html = XText.Html(text),
            PostedAt = post.Time("created_at"),
            Visibility = includes.IsProtected(authorId) ? SocialVisibility.Private : SocialVisibility.Public,
            Url = XText.Page(author, id),
            Attachments = [.. includes.Attachments(post)],
            Reach = (author.Followers ?? 0) + metrics.Count("retweet_count") + metrics.Count("repost_count") + metrics.Count("reply_count") + metrics.Count("like_count") + metrics.Count("quote_count"),
        };
    }

    /// <summary>Every edit is a post with an id of its own, and all of them name all ids, the oldest first.</summary>
    private static bool Revises(JsonElement post, string id) =>
        post.Get("edit_history_tweet_ids") is { ValueKind: JsonValueKind.Array } history
        && history.GetArrayLength() > 1 && history[0].Text() is { } first && first != id;

    private static string? Referenced(JsonElement post, string how) =>
        post.Items("referenced_tweets").Where(r => r.Text("type") == how).Select(r => r.Filled("id")).FirstOrDefault(r => r is not null);
}

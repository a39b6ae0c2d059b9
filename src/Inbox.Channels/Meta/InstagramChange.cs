using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>A comment on Instagram, or a mention there, of which only ids are told.</summary>
internal static class InstagramChange
{
    public static bool Is(string field) => field is "comments" or "live_comments" or "mentions";

    public static IEnumerable<SocialPost> Read(string field, JsonElement value, MetaPlace place)
    {
        var mention = field is "mentions";
        var comment = mention ? value.Filled("comment_id") : value.Filled("id", "comment_id");
        var media = value.Get("media").Filled("id") ?? value.Filled("media_id");
        if ((comment ?? (mention ? media : null)) is not { } id)
        {
            yield break;
        }

        var from = value.Get("from");
        var text = value.Text("text") ?? "";
        yield return new SocialPost
        {
            ExternalId = id,
            Kind = comment is null ? SocialKind.Post : KindOf(value.Filled("verb")),
            ConversationId = media ?? id,
            ReplyTo = value.Filled("parent_id") ?? (comment is null ? null : media),
            Author = AuthorOf(from),
            Text = text,
            PostedAt = value.Time("timestamp") ?? value.Time("created_time") ?? place.At,
            Own = (from.Filled("id") is { } author && author == place.Account) || from.Filled("self_ig_scoped_id") is not null,
            Reason = field,
        };
    }

    /// <summary>People know each other there by user name; the id is scoped to our app.</summary>
    public static SocialAuthor AuthorOf(JsonElement from) => AuthorOf(from.Filled("id"), from.Filled("username"), from.Filled("name"));

    public static SocialAuthor AuthorOf(string? id, string? username, string? name) => (id ?? username) is null
        ? SocialAuthor.Unknown
        : new SocialAuthor(username ?? id!, name ?? username ?? "", Id: id, Url: username is null ? null : $"https://www.instagram.com/{Uri.EscapeDataString(username)}/");

    private static SocialKind KindOf(string? verb) => verb switch
    {
        "edited" or "edit" => SocialKind.Edited,
        "remove" or "delete" => SocialKind.Deleted,
        _ => SocialKind.Comment,
    };
}

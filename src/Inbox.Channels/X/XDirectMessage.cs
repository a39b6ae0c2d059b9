using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>A private message, as API v2 or Account Activity tells it. Joining and leaving a conversation is none.</summary>
internal static class XDirectMessage
{
    public static bool Is(JsonElement json) => IsLegacy(json)
        || (json.Text("id") is { Length: > 0 } && json.Get("text").IsText()
            && (json.Text("event_type") is "MessageCreate" || json.Filled("dm_conversation_id", "sender_id") is not null));

    public static SocialPost Read(JsonElement json, XIncludes includes)
    {
        if (IsLegacy(json))
        {
            return ReadLegacy(json, includes);
        }

        var text = XText.Of(json.Text("text") ?? "", json.Get("entities"));
        return new SocialPost
        {
            ExternalId = json.Text("id")!,
            Kind = SocialKind.Direct,
            ConversationId = json.Filled("dm_conversation_id"),
            Author = includes.Author(json.Filled("sender_id")),
            Text = text,
            Html = XText.Html(text),
            PostedAt = json.Time("created_at"),
            Visibility = SocialVisibility.Direct,
            Attachments = [.. includes.Attachments(json)],
        };
    }

    private static bool IsLegacy(JsonElement json) =>
        json.Filled("id") is not null && json.Get("message_create", "message_data").IsObject();

    private static SocialPost ReadLegacy(JsonElement json, XIncludes includes)
    {
        var created = json.Get("message_create");
        var data = created.Get("message_data");
        var text = XText.Of(data.Text("text") ?? "", data.Get("entities"));
        var (sender, recipient) = (created.Filled("sender_id"), created.Get("target").Filled("recipient_id"));
        return new SocialPost
        {
            ExternalId = json.Filled("id")!,
            Kind = SocialKind.Direct,
            ConversationId = sender is null || recipient is null ? sender ?? recipient : Between(sender, recipient),
            Author = includes.Author(sender),
            Text = text,
            Html = XText.Html(text),
            PostedAt = json.Time("created_timestamp"),
            Visibility = SocialVisibility.Direct,
            Attachments = data.Get("attachment", "media").IsObject() ? [XLegacyPost.Attachment(data.Get("attachment", "media"))] : [],
        };
    }

    /// <summary>As API v2 names the conversation of two: both ids, the smaller first.</summary>
    private static string Between(string a, string b)
    {
        var aFirst = a.Length != b.Length ? a.Length < b.Length : string.CompareOrdinal(a, b) <= 0;
        return aFirst ? $"{a}-{b}" : $"{b}-{a}";
    }
}

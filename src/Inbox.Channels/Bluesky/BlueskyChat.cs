using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>A private message (chat.bsky.convo.defs#messageView), or what is left of a deleted one.</summary>
internal static class BlueskyChat
{
    public static bool Is(JsonElement json) => json.Text("id") is { Length: > 0 } && json.Get("sender").IsObject() && (json.Get("text").IsText() || IsDeleted(json));

    public static SocialPost Read(JsonElement message, string? conversation, BlueskyPeople people)
    {
        var text = message.Text("text") ?? "";
        var deleted = IsDeleted(message);
        return new SocialPost
        {
            ExternalId = message.Text("id")!,
            Kind = deleted ? SocialKind.Deleted : SocialKind.Direct,
            ConversationId = conversation,
            ReplyTo = message.Get("replyTo").Filled("id", "messageId"),
            Author = people.Of(message.Get("sender").Filled("did")),
            Text = text,
            Html = deleted ? null : SocialHtml.FromText(text, BlueskyFacets.Links(text, message)) + BlueskyEmbeds.Html(message, []),
            PostedAt = message.Time("sentAt"),
            Visibility = SocialVisibility.Direct,
        };
    }

    private static bool IsDeleted(JsonElement json) => json.Text("$type") is { } type && type.EndsWith("deletedMessageView", StringComparison.Ordinal);
}

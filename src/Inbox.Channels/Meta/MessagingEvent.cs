using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>
/// A private message on Messenger or Instagram. Receipts, reactions and referrals say nothing and are no messages; a
/// button that was pressed is one. The conversation bears the id of the person on the other side.
/// </summary>
internal static class MessagingEvent
{
    public static bool Is(JsonElement json) =>
        json.Get("sender").IsObject() && (json.Get("recipient").IsObject() || json.Get("message").IsObject())
        && (json.Get("timestamp").ValueKind != JsonValueKind.Undefined || json.Get("message").IsObject());

    public static IEnumerable<SocialPost> Read(JsonElement json, MetaPlace place)
    {
        var (sender, recipient) = (json.Get("sender"), json.Get("recipient").Filled("id"));
        var message = json.Get("message");
        var edit = json.Get("message_edit");
        var postback = json.Get("postback");
        var said = message.IsObject() ? message : edit.IsObject() ? edit : postback;
        if (!said.IsObject())
        {
            yield break;
        }

        var own = message.Get("is_echo").IsTrue() || (sender.Filled("id") is { } from && from == place.Account);
        var deleted = message.Get("is_deleted").IsTrue();
        var at = json.Time("timestamp") ?? place.At;
        var text = said.Text("text") ?? said.Text("title") ?? "";
        yield return new SocialPost
        {
            // A postback may come without an id of its own.
            ExternalId = said.Filled("mid") ?? FormattableString.Invariant($"{sender.Filled("id")}:{at?.ToUnixTimeMilliseconds()}"),
            Kind = deleted ? SocialKind.Deleted : edit.IsObject() && !message.IsObject() ? SocialKind.Edited : SocialKind.Direct,
            ConversationId = own ? recipient ?? sender.Filled("id") : sender.Filled("id"),
            ReplyTo = message.Get("reply_to").Filled("mid") ?? message.Get("reply_to", "story").Filled("id"),
            Author = AuthorOf(sender),
            Text = text,
            Html = text.Length == 0 ? null : SocialHtml.FromText(text),
            PostedAt = at,
            Visibility = SocialVisibility.Direct,
            Attachments = [.. message.Items("attachments").Concat(message.Get("attachments").Items("data")).Select(Attachment)],
            Own = own,
        };
    }

    public static SocialAttachment Attachment(JsonElement attachment)
    {
        var payload = attachment.Get("payload");
        return new SocialAttachment(
            payload.Address("url", "link") ?? attachment.Address("url", "file_url") ?? attachment.Get("image_data").Address("url") ?? attachment.Get("video_data").Address("url"),
            attachment.Filled("mime_type", "type") ?? "file",
            payload.Filled("title") ?? attachment.Filled("title", "name"),
            attachment.Get("size").Number(),
            payload.Filled("attachment_id", "sticker_id", "id") ?? attachment.Filled("id"));
    }

    private static SocialAuthor AuthorOf(JsonElement sender) =>
        sender.Filled("username") is not null ? InstagramChange.AuthorOf(sender) : new SocialAuthor(sender.Filled("id") ?? "", sender.Filled("name") ?? "", Id: sender.Filled("id", "user_ref"));
}

using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>
/// The messages of one WhatsApp notice, with the people it names. Statuses (sent, delivered, read, failed) are what became of
/// our own messages and are no messages themselves.
/// </summary>
internal static class WhatsAppMessages
{
    public static bool Are(JsonElement json) =>
        json.Text("messaging_product") is "whatsapp" || (json.Get("metadata").IsObject() && json.Get("messages").ValueKind == JsonValueKind.Array);

    public static IEnumerable<SocialPost> Read(JsonElement value)
    {
        var contacts = value.Items("contacts").ToList();
        var number = value.Get("metadata").Filled("display_phone_number");
        var inbound = value.Items("messages").Select(m => Read(m, contacts, own: false, number));
        // What a person answered in the app on the phone, and what was said before the number was connected.
        var echoes = value.Items("message_echoes").Select(m => Read(m, contacts, own: true, number));
        var history = value.Items("history").SelectMany(h => h.Items("threads")).SelectMany(t => t.Items("messages")).Select(m => Read(m, contacts, own: number is not null && m.Filled("from") == number, number));
        return inbound.Concat(echoes).Concat(history).OfType<SocialPost>();
    }

    private static SocialPost? Read(JsonElement message, List<JsonElement> contacts, bool own, string? number)
    {
        // The answer to a message that was sent names its id and nothing else.
        if (message.Filled("id") is not { } id || (message.Filled("type") is null && message.Filled("from", "from_user_id") is null))
        {
            return null;
        }

        var type = message.Filled("type") ?? "text";
        var author = AuthorOf(message, contacts);
        var text = WhatsAppContent.Text(message, type);
        var original = WhatsAppContent.Original(message, type);
        return new SocialPost
        {
            ExternalId = type is "edit" or "revoke" ? original ?? id : id,
            Kind = type switch { "edit" => SocialKind.Edited, "revoke" => SocialKind.Deleted, _ => SocialKind.Direct },
            ConversationId = message.Filled("group_id") ?? (own ? message.Filled("to_user_id", "to") : author.Id ?? author.Handle),
            ReplyTo = message.Get("context").Filled("id", "message_id") ?? (type is "reaction" ? original : null),
            Author = own ? new SocialAuthor(message.Filled("from") ?? number ?? "", "") : author,
            Text = text,
            Html = text.Length == 0 ? null : SocialHtml.FromText(text),
            PostedAt = message.Time("timestamp"),
            Visibility = SocialVisibility.Direct,
            Attachments = WhatsAppContent.Attachments(message, type),
            Own = own,
            Reason = type,
        };
    }

    /// <summary>
    /// The handle is the phone number, where it is told; else the user name, else the business-scoped id. What stays the same
    /// is the business-scoped id.
    /// </summary>
    private static SocialAuthor AuthorOf(JsonElement message, List<JsonElement> contacts)
    {
        var (phone, scoped) = (message.Filled("from"), message.Filled("from_user_id", "user_id"));
        var contact = contacts.Find(c => (scoped is not null && c.Filled("user_id") == scoped) || (phone is not null && c.Filled("wa_id") == phone));
        if (!contact.IsObject() && contacts is [var only])
        {
            contact = only;
        }

        scoped ??= contact.Filled("user_id");
        var username = contact.Get("profile").Filled("username") ?? message.Filled("username");
        var handle = phone ?? contact.Filled("wa_id") ?? username ?? scoped ?? "";
        return new SocialAuthor(handle, contact.Get("profile").Filled("name") ?? username ?? "", Id: scoped ?? contact.Filled("wa_id") ?? phone);
    }
}

using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>What a message of WhatsApp holds, by its type; a type that is new tomorrow is at least named.</summary>
internal static class WhatsAppContent
{
    public static string Text(JsonElement message, string type)
    {
        var content = message.Get(type);
        return type switch
        {
            "text" => content.Text("body") ?? "",
            "image" or "video" or "audio" or "voice" or "sticker" or "document" => content.Text("caption") ?? "",
            "button" => content.Filled("text", "payload") ?? "",
            "interactive" => Interactive(content),
            "location" => Lines(content.Filled("name"), content.Filled("address"), Coordinates(content)),
            "contacts" => Lines([.. message.Items("contacts").Select(Contact)]),
            "reaction" => content.Text("emoji") ?? "",
            "order" => Lines([content.Filled("text"), .. content.Items("product_items").Select(Item)]),
            "system" => content.Text("body") ?? "",
            "edit" => content.Get("message") is var edited && edited.IsObject() ? Text(edited, Inner(edited)) : content.Get("text").Text("body") ?? content.Text("text") ?? "",
            "revoke" => "",
            "unsupported" or "unknown" => message.Items("errors").Select(e => e.Filled("title", "message")).FirstOrDefault(t => t is not null) ?? "",
            _ => content.Text("body") ?? content.Text("text") ?? content.Text("caption") ?? "",
        };
    }

    public static IReadOnlyList<SocialAttachment> Attachments(JsonElement message, string type)
    {
        var content = message.Get(type);
        if (type is "location" && Coordinates(content) is { } at)
        {
            return [new SocialAttachment("geo:" + at, "location", content.Filled("name", "address"))];
        }

        return type is "image" or "video" or "audio" or "voice" or "sticker" or "document" && content.IsObject()
            ? [new SocialAttachment(content.Address("url", "link"), content.Filled("mime_type") ?? type, content.Filled("filename"), content.Get("file_size").Number(), content.Filled("id"))]
            : [];
    }

    /// <summary>The message that this one changes, takes back or reacts to.</summary>
    public static string? Original(JsonElement message, string type) => message.Get(type).Filled("original_message_id", "message_id", "id");

    // Not deeper: an edit of an edit would name the first message, and hostile nesting must not be followed.
    private static string Inner(JsonElement message) => message.Filled("type") is { } type and not "edit" ? type : "text";

    private static string Interactive(JsonElement content)
    {
        var answer = content.Get(content.Filled("type") ?? "");
        return Lines(answer.Filled("title", "body"), answer.Filled("description"), answer.Filled("title", "body") is null ? answer.Filled("response_json") : null);
    }

    private static string? Contact(JsonElement contact)
    {
        var name = contact.Get("name").Filled("formatted_name", "first_name");
        var ways = contact.Items("phones").Select(p => p.Filled("phone", "wa_id")).Concat(contact.Items("emails").Select(e => e.Filled("email"))).OfType<string>();
        return string.Join(", ", ways.Prepend(name).OfType<string>()) is { Length: > 0 } line ? line : null;
    }

    private static string? Item(JsonElement item) =>
        item.Filled("product_retailer_id") is { } product ? $"{item.Filled("quantity") ?? "1"} × {product}{(item.Filled("item_price") is { } price ? $", {price} {item.Filled("currency")}".TrimEnd() : "")}" : null;

    private static string? Coordinates(JsonElement content) =>
        content.Filled("latitude") is { } latitude && content.Filled("longitude") is { } longitude ? $"{latitude},{longitude}" : null;

    private static string Lines(params ReadOnlySpan<string?> lines) => string.Join('\n', lines.ToArray().OfType<string>());
}

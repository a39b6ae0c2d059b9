using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Meta;

/// <summary>The number on WhatsApp: it takes messages, and tells of messages by calls only.</summary>
public sealed partial class GraphStub
{
    public const string BusinessAccountId = "30400500";
    public const string PersonNumber = "15550005005";

    /// <summary>Of the template "follow_up".</summary>
    public string TemplateStatus { get; set; } = "APPROVED";

    private void AddWhatsApp()
    {
        On(HttpMethod.Get, NumberId, _ => Results.Json(new { id = NumberId, display_phone_number = Number, verified_name = "Acme" }));
        On(HttpMethod.Get, $"{BusinessAccountId}/subscribed_apps", _ => Results.Json(new { data = Subscribed is null ? [] : new[] { new { whatsapp_business_api_data = new { id = AppId, name = "Inbox" } } } }));
        On(HttpMethod.Get, $"{BusinessAccountId}/message_templates", _ => Results.Json(new { data = new[] { new { name = "follow_up", language = "en", status = TemplateStatus } } }));
        On(HttpMethod.Get, "media7", _ => Results.Json(new { id = "media7", url = $"{Root}/file7", mime_type = "image/jpeg", file_size = 4, messaging_product = "whatsapp" }));
        On(HttpMethod.Get, "file7", _ => Results.Bytes([1, 2, 3, 4], "image/jpeg"));
        On(HttpMethod.Post, $"{NumberId}/media", _ => Results.Json(new { id = "upload" + NextId() }));
        On(HttpMethod.Post, $"{NumberId}/messages", r => Take(r, body =>
        {
            var type = Text(body, "type")!;
            if (WindowIsOver && type != "template")
            {
                return Error(131047, 0, "Re-engagement message");
            }

            var content = body.GetProperty(type);
            var text = Text(content, "body") ?? Text(content, "caption") ?? content.GetProperty("components")[0].GetProperty("parameters")[0].GetProperty("text").GetString()!;
            var person = Text(body, "to") ?? Text(body, "recipient")!;
            var id = Add(new FarRemark($"wamid.{NextId()}", Below: null, Account, text, Time.GetUtcNow()) { Person = person, Sent = r.Text });
            return Taken(new { messaging_product = "whatsapp", contacts = new[] { new { input = person, wa_id = person } }, messages = new[] { new { id } } });
        }));
    }

    /// <summary>Somebody writes to the number.</summary>
    public string WriteToNumber(DateTimeOffset at, string text, string person = PersonNumber) =>
        Read(() => Add(new FarRemark($"wamid.{NextId()}", Below: null, person, text, at) { Person = person }));

    /// <summary>Messages in one notice.</summary>
    public byte[] Notice(params string[] ids) => Notice("messages", ids.Select(id => Find(id)).Select(r =>
        $$$"""{"from":"{{{r.Author}}}","id":"{{{r.Id}}}","timestamp":"{{{Seconds(r.At)}}}","type":"text","text":{"body":{{{JsonSerializer.Serialize(r.Text)}}}}}"""));

    public byte[] EditNotice(string id) => Notice("messages",
        [$$$"""{"from":"{{{Find(id).Author}}}","id":"wamid.e{{{id}}}","timestamp":"{{{Seconds(Find(id).At)}}}","type":"edit","edit":{"original_message_id":"{{{id}}}","message":{"type":"text","text":{"body":{{{JsonSerializer.Serialize(Find(id).Text)}}}} } } }"""]);

    public byte[] RevokeNotice(string id) => Notice("messages",
        [$$$"""{"from":"{{{Find(id).Author}}}","id":"wamid.r{{{id}}}","timestamp":"{{{Seconds(Find(id).At)}}}","type":"revoke","revoke":{"original_message_id":"{{{id}}}"}}"""]);

    /// <summary>A picture, whose bytes are asked for by its id.</summary>
    public byte[] PictureNotice(DateTimeOffset at) => Notice("messages",
        [$$$"""{"from":"{{{PersonNumber}}}","id":"wamid.p1","timestamp":"{{{Seconds(at)}}}","type":"image","image":{"caption":"It leaks","mime_type":"image/jpeg","id":"media7"}}"""]);

    /// <summary>What became of a message of ours.</summary>
    public byte[] StatusNotice(string id, string status, int code = 131026, string title = "Message undeliverable")
    {
        var sent = Find(id);
        using var body = JsonDocument.Parse(sent.Sent);
        var word = body.RootElement.GetProperty("biz_opaque_callback_data").GetString();
        var errors = status == "failed" ? $$""","errors":[{"code":{{code}},"title":"{{title}}","message":"{{title}}"}]""" : "";
        return Notice("statuses", [$$$"""{"id":"{{{id}}}","status":"{{{status}}}","timestamp":"{{{Seconds(sent.At)}}}","recipient_id":"{{{sent.Person}}}","biz_opaque_callback_data":"{{{word}}}"{{{errors}}}}"""]);
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] Notice(string list, IEnumerable<string> items) => Encoding.UTF8.GetBytes(
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{BusinessAccountId}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001000","phone_number_id":"{{{NumberId}}}"},"contacts":[{"profile":{"name":"Ana Ruiz"},"wa_id":"{{{PersonNumber}}}"}],"{{{list}}}":[{{{string.Join(',', items)}}}]}}]}]}""");
}

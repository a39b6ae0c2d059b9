using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta.Hooks;

/// <summary>Takes a call apart: a document for each event, and whose it is.</summary>
internal static class MetaHookParts
{
    private static readonly string[] Lists = ["changes", "messaging", "standby"];

    /// <summary>Of a notice of WhatsApp, what is one event each. Echoes and history are not news.</summary>
    private static readonly string[] Notices = ["messages", "statuses"];

    public static IEnumerable<(string? Account, byte[] Document)> Of(JsonElement root, MetaNetwork network)
    {
        foreach (var entry in root.Items("entry"))
        {
            if (entry.Get("field").IsText())
            {
                // With Instagram Login the entry is the change.
                yield return (entry.Filled("id"), MetaDocument.OfHook(network.Subject, entry, list: null, entry));
            }

            foreach (var list in Lists)
            {
                foreach (var item in entry.Items(list))
                {
                    foreach (var part in network == MetaNetwork.WhatsApp ? Single(item) : [(entry.Filled("id"), item)])
                    {
                        yield return (part.Account, MetaDocument.OfHook(network.Subject, entry, list is "standby" ? "messaging" : list, part.Item));
                    }
                }
            }
        }
    }

    /// <summary>A change with one message or status. The account's own number says whose it is: one app serves several.</summary>
    private static IEnumerable<(string? Account, JsonElement Item)> Single(JsonElement change)
    {
        var value = change.Get("value");
        foreach (var list in Notices)
        {
            foreach (var notice in value.Items(list))
            {
                var single = new JsonObject { ["field"] = change.Filled("field") ?? "messages" };
                var kept = new JsonObject();
                foreach (var member in value.Members().Where(m => !Notices.Contains(m.Name, StringComparer.Ordinal) && !kept.ContainsKey(m.Name)))
                {
                    kept[member.Name] = Node(member.Value);
                }

                kept[list] = new JsonArray(Node(notice));
                single["value"] = kept;
                yield return (value.Get("metadata").Filled("display_phone_number"), JsonSerializer.SerializeToElement(single));
            }
        }
    }

    private static JsonNode? Node(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.Deserialize<JsonNode>();
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Channels.Webhooks;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;

namespace Inbox.Channels.Generic;

/// <summary>
/// Takes a call apart: who signed it (Standard Webhooks), and which messages are in it. A message comes bare, in the
/// envelope of a CloudEvent (1.0, structured mode), or in a list of either. All of them are taken, or none.
/// </summary>
internal static class GenericCall
{
    public const int MostMessages = 100;
    public const string ContentType = "application/json";

    /// <summary>Deeper than anything that is documented.</summary>
    private const int MostDepth = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    public static HookAnswer Receive(HookCall call, GenericSettings settings)
    {
        if (!string.Equals(call.Method, "POST", StringComparison.OrdinalIgnoreCase))
        {
            return new HookAnswer(405, "Send messages here with POST.");
        }

        if (Refusal(call, settings) is { } refusal)
        {
            return HookAnswer.Refused(refusal);
        }

        if (!TryParse(call.Body, out var root, out var wrong))
        {
            return new HookAnswer(400, $"The body is no JSON: {wrong}");
        }

        var many = root.ValueKind == JsonValueKind.Array;
        if (many && root.GetArrayLength() is 0 or > MostMessages)
        {
            return new HookAnswer(422, $"A list holds 1 to {MostMessages} messages.");
        }

        var items = new List<HookItem>();
        var problems = new List<string>();
        foreach (var (at, element) in (many ? root.EnumerateArray() : Enumerable.Repeat(root, 1)).Index())
        {
            if (ItemOf(element, out var theirs) is { } item)
            {
                items.Add(item);
            }

            problems.AddRange(theirs.Select(p => many ? $"[{at}].{p}" : p));
        }

        return problems.Count > 0
            ? new HookAnswer(422, string.Join(' ', problems.Take(10)))
            : new HookAnswer(202, JsonSerializer.Serialize(new { taken = items.Select(i => i.Item.Identity.ExternalId) })) { ContentType = ContentType, Items = items };
    }

    /// <summary>The message that a stored item holds; null where it holds none.</summary>
    public static GenericMessage? Stored(ReadOnlyMemory<byte> content, out string problem)
    {
        if (!TryParse(content, out var root, out problem))
        {
            return null;
        }

        var message = Read(root, out var problems);
        problem = string.Join(' ', problems);
        return message;
    }

    private static string? Refusal(HookCall call, GenericSettings settings)
    {
        if (settings.Secrets.Count == 0)
        {
            return "This channel has no signing secret yet. Make one in its settings.";
        }

        string? key = call.Header("webhook-id"), at = call.Header("webhook-timestamp"), signature = call.Header("webhook-signature");
        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(at) || string.IsNullOrEmpty(signature))
        {
            return "Sign the call as Standard Webhooks asks: with the headers webhook-id, webhook-timestamp and webhook-signature.";
        }

        return WebhookSignature.IsValid(settings.Secrets, key, at, signature, call.Body, call.At)
            ? null
            : "The signature does not fit: sign \"id.timestamp.body\" with the secret of this channel, over the very bytes that you send, and with a clock that is right to five minutes.";
    }

    private static HookItem? ItemOf(JsonElement element, out IReadOnlyList<string> problems)
    {
        var plain = Unwrapped(element);
        return Read(plain, out problems) is { } message
            ? new HookItem(new RawItem(message.Identity(), Encoding.UTF8.GetBytes(plain.GetRawText()), ContentType))
            : null;
    }

    private static GenericMessage? Read(JsonElement json, out IReadOnlyList<string> problems)
    {
        if (json.IsObject())
        {
            return GenericReader.Read(json, out problems);
        }

        problems = ["A message is a JSON object."];
        return null;
    }

    /// <summary>Its data names the message; what it leaves out, the event tells.</summary>
    private static JsonElement Unwrapped(JsonElement element)
    {
        if (element.Text("specversion") is null || !element.Get("data").IsObject())
        {
            return element;
        }

        var data = JsonObject.Create(element.Get("data"))!;
        foreach (var (name, of) in (ReadOnlySpan<(string, string)>)[("id", "id"), ("posted_at", "time")])
        {
            if (!data.ContainsKey(name) && element.Text(of) is { } told)
            {
                data[name] = told;
            }
        }

        return JsonSerializer.SerializeToElement(data);
    }

    private static bool TryParse(ReadOnlyMemory<byte> content, out JsonElement root, out string problem)
    {
        try
        {
            root = JsonElement.Parse(JsonText.Readable(content).Span, Strict);
            problem = "";
            return true;
        }
        catch (JsonException e)
        {
            root = default;
            problem = e.Message;
            return false;
        }
    }
}

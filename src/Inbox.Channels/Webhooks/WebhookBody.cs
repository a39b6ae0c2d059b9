using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;

namespace Inbox.Channels.Webhooks;

/// <summary>What a call says, in the words of its receiver: our own JSON, a message of Slack's, or an Adaptive Card for Teams.</summary>
internal sealed class WebhookBody(PublicAddress home)
{
    private const string Test = "Inbox sent this to try the webhook out.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Of(WebhookCall call) => call.Format switch
    {
        WebhookFormat.Json => JsonSerializer.Serialize(
            new { type = call.Facts.Count == 0 ? "test" : "case.escalated", timestamp = call.At, data = new { steps = call.Facts.Select(Step) } }, Json),
        WebhookFormat.Slack => JsonSerializer.Serialize(new { text = Lines(call, (text, link) => $"<{link}|{text}>", EscapeSlack, "\n") }, Json),
        WebhookFormat.Teams => JsonSerializer.Serialize(Card(Lines(call, (text, link) => $"[{text}]({link})", EscapeMarkdown, "\n\n")), Json),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call.Format, "There is no such format."),
    };

    private object Step(EscalationFact fact) => new
    {
        @case = fact.Number,
        url = Link(fact),
        metric = fact.Metric,
        late = fact.Late,
        dueAt = fact.DueAt,
        owedAt = fact.OwedAt,
        department = fact.Department,
        priority = fact.Priority,
        level = fact.Level,
        assignee = fact.Assignee,
        text = fact.Text,
    };

    private string Lines(WebhookCall call, Func<string, string, string> linked, Func<string, string> escape, string between)
    {
        if (call.Facts.Count == 0)
        {
            return Test;
        }

        var lines = call.Facts.Select(f => $"{(Link(f) is { } link ? linked(escape(f.Text), link) : escape(f.Text))} ({escape(f.Department)}, {f.Priority}{(f.Assignee is { } who ? ", " + escape(who) : "")})");
        return string.Join(between, call.Facts.Count > LateDigest.Few ? lines.Prepend(LateDigest.Of(call.Facts) + ":") : lines);
    }

    private string? Link(EscalationFact fact) => home.Url.Length > 0 ? $"{home.Url}/cases/{fact.Number}" : null;

    // https://adaptivecards.io/schemas/adaptive-card.json, in the envelope of a Teams workflow.
    private static object Card(string text) => new
    {
        type = "message",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new { type = "AdaptiveCard", version = "1.4", body = new[] { new { type = "TextBlock", text, wrap = true } } },
            },
        },
    };

    // https://docs.slack.dev/messaging/formatting-message-text: these three have a meaning there.
    private static string EscapeSlack(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string EscapeMarkdown(string text) => string.Concat(text.Select(c => "\\`*_[]()#<>".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
}

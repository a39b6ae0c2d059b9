using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta.Polling;

/// <summary>The private messages of a page or account, the newest conversation first.</summary>
internal static class MetaConversations
{
    private const string Message = "id,message,from,to,created_time,attachments";

    public static async Task ReadAsync(GraphApi api, string path, string account, DateTimeOffset since, List<MetaFound> found, CancellationToken cancellationToken)
    {
        await foreach (var conversations in api.PagesAsync($"{path}&fields=id,updated_time,messages.limit(20){{{Message}}}&limit=25", cancellationToken))
        {
            foreach (var conversation in conversations.Where(c => !(c.Time("updated_time") < since)))
            {
                await ReadAsync(api, conversation, account, since, found, cancellationToken);
            }

            if (conversations.Count == 0 || conversations[^1].Time("updated_time") < since)
            {
                return;
            }
        }
    }

    private static async Task ReadAsync(GraphApi api, JsonElement conversation, string account, DateTimeOffset since, List<MetaFound> found, CancellationToken cancellationToken)
    {
        var first = conversation.Get("messages");
        Add(first.Items("data"));
        var path = $"{Uri.EscapeDataString(conversation.Filled("id") ?? "")}/messages?fields={Message}&limit=50";
        if (first.Items("data").LastOrDefault().Time("created_time") < since || GraphApi.NextOf(first, path) is not { } next)
        {
            return;
        }

        await foreach (var messages in api.PagesAsync(next, path, cancellationToken))
        {
            Add(messages);
            if (messages.Count == 0 || messages[^1].Time("created_time") < since)
            {
                return;
            }
        }

        // Webhooks name a conversation by the person, so it is named so here too.
        void Add(IEnumerable<JsonElement> messages) => found.AddRange(messages
            .Where(m => m.Get("from").Filled("id") is { } from && from != account)
            .Select(m => MetaFound.Of(m.Get("from").Filled("id"), "messages", m)).OfType<MetaFound>());
    }
}

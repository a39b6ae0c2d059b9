using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon;

/// <summary>
/// Reads what the Mastodon API and those alike send: statuses alone, in lists, contexts, searches, conversations and
/// notifications, and the events of their streams. Boosts are no posts of the booster: the boosted post is read.
/// </summary>
internal static class MastodonReader
{
    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var found = new MastodonStatuses();
        foreach (var root in roots)
        {
            ReadRoot(root, found);
        }

        return found.Finish();
    }

    private static void ReadRoot(JsonElement root, MastodonStatuses found)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            // A list of streamed events, or of anything else.
            foreach (var item in root.Items())
            {
                ReadRoot(item, found);
            }

            return;
        }

        if (root.Text("event") is not { } name)
        {
            Walk(root, found, new Place(SocialKind.Post));
            return;
        }

        // A frame of the stream: its payload is JSON in a text, or, for a deletion, a bare id.
        var payload = root.Get("payload");
        if (name is "delete" && payload.Text() is { } deleted && deleted.Trim() is { Length: > 0 } id)
        {
            found.AddDeleted(id);
            return;
        }

        var inner = payload.IsText() ? SocialDocument.Inner(payload.GetString()!) : payload;
        Walk(inner, found, new Place(name is "status.update" ? SocialKind.Edited : SocialKind.Post));
    }

    private static void Walk(JsonElement root, MastodonStatuses found, Place place) =>
        JsonWalk.Run([root], place, (json, at) =>
        {
            var reason = json.Text("type") is { } type && (json.Get("status").IsObject() || json.Get("account").IsObject()) && json.Get("content").ValueKind == JsonValueKind.Undefined ? type : at.Reason;
            if (!MastodonStatus.Is(json))
            {
                return Descent<Place>.Everywhere(at with { Reason = reason });
            }

            var beneath = at with { Context = true, Kind = SocialKind.Post, Reason = null };
            if (json.Get("reblog").IsObject())
            {
                return new Descent<Place>(name => (name is "reblog", at));
            }

            found.Add(json, at);
            return Descent<Place>.Everywhere(beneath);
        });

    /// <summary>What surrounds an object.</summary>
    internal readonly record struct Place(SocialKind Kind, string? Reason = null, bool Context = false);
}

using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta;

/// <summary>
/// Reads what Meta sends for Facebook Pages, Instagram and WhatsApp: webhooks, told apart by their <c>object</c> and fields
/// and not by the channel they came to, and answers of the Graph API. What our own side said is marked, not dropped.
/// </summary>
internal static class MetaReader
{
    public static SocialReading Read(ReadOnlyMemory<byte> content) => SocialReading.Of(content, ReadAll);

    private static IReadOnlyList<SocialPost> ReadAll(IReadOnlyList<JsonElement> roots)
    {
        var posts = new PostList();
        JsonWalk.Run(roots, default(MetaPlace), (json, place) => Visit(json, place, posts));
        return posts.Posts;
    }

    private static Descent<MetaPlace>? Visit(JsonElement json, MetaPlace place, PostList posts)
    {
        place = place with { Network = NetworkOf(json.Text("object")) ?? place.Network };
        if (json.Text("field") is { } field && json.Get("value").IsObject())
        {
            // With Instagram Login the entry is the change.
            return VisitChange(field, json.Get("value"), place with { Account = json.Filled("id") ?? place.Account, At = json.Time("time") ?? place.At }, posts);
        }

        if (WhatsAppMessages.Are(json))
        {
            Add(posts, WhatsAppMessages.Read(json));
            return null;
        }

        if (MessagingEvent.Is(json))
        {
            Add(posts, MessagingEvent.Read(json, place));
            return null;
        }

        if (IsEntry(json))
        {
            return Descent<MetaPlace>.Everywhere(place with { Account = json.Filled("id"), At = json.Time("time") });
        }

        if (GraphObject.Read(json, place) is { } post)
        {
            posts.Add(post);
            return new Descent<MetaPlace>(name => (true, GraphObject.Beneath(json, post, name, place)));
        }

        return new Descent<MetaPlace>(name => (true, GraphObject.Beneath(json, null, name, place)));
    }

    private static Descent<MetaPlace>? VisitChange(string field, JsonElement value, MetaPlace place, PostList posts)
    {
        if (WhatsAppMessages.Are(value))
        {
            Add(posts, WhatsAppMessages.Read(value));
        }
        else if (MessagingEvent.Is(value))
        {
            Add(posts, MessagingEvent.Read(value, place));
        }
        else if (InstagramChange.Is(field))
        {
            Add(posts, InstagramChange.Read(field, value, place));
        }
        else
        {
            Add(posts, PageChange.Read(field, value, place));
        }

        return null;
    }

    private static void Add(PostList posts, IEnumerable<SocialPost> found)
    {
        foreach (var post in found)
        {
            posts.Add(post);
        }
    }

    private static bool IsEntry(JsonElement json) =>
        json.Get("changes").ValueKind == JsonValueKind.Array || json.Get("messaging").ValueKind == JsonValueKind.Array || json.Get("standby").ValueKind == JsonValueKind.Array;

    private static string? NetworkOf(string? webhook) => webhook is "page" or "instagram" or "whatsapp_business_account" ? webhook : null;
}

/// <summary>What surrounds an object.</summary>
/// <param name="Network">The <c>object</c> of the webhook.</param>
/// <param name="Account">The page or account that the webhook is about.</param>
/// <param name="At">When the webhook says it happened.</param>
/// <param name="Parent">The comment above, in answers of the Graph API.</param>
/// <param name="Root">The post above.</param>
/// <param name="Conversation">The private conversation above.</param>
/// <param name="InComments">It stands in a list of comments or replies.</param>
internal readonly record struct MetaPlace(
    string? Network, string? Account, DateTimeOffset? At, string? Parent, string? Root, string? Conversation, bool InComments);

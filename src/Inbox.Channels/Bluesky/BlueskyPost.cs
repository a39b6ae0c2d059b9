using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>One post: the view of it that the app view makes, or its record alone.</summary>
internal static class BlueskyPost
{
    public const string Collection = "app.bsky.feed.post";

    /// <param name="view">What names the post (uri, author, counts, embed); the record itself where it stands alone.</param>
    public static SocialPost Read(JsonElement view, JsonElement record, BlueskyPeople people)
    {
        var uri = view.Filled("uri")
            ?? (view.Filled("repo") is { } repo && view.Filled("rkey") is { } key ? $"at://{repo}/{view.Filled("collection") ?? Collection}/{key}" : "");
        return Read(uri, view.Get("author").Filled("did") ?? DidOf(uri), view, record, people);
    }

    public static SocialPost Read(string uri, string? did, JsonElement view, JsonElement record, BlueskyPeople people)
    {
        var author = did is null && view.Get("author").Filled("handle") is { } handle ? new SocialAuthor(handle, view.Get("author").Filled("displayName") ?? handle) : people.Of(did);
        var text = record.Text("text") ?? "";
        var reply = record.Get("reply");
        var attachments = BlueskyEmbeds.Attachments(view, record);
        return new SocialPost
        {
            ExternalId = uri,
            Kind = SocialKind.Post,
            ConversationId = reply.Get("root").Filled("uri") ?? reply.Get("parent").Filled("uri") ?? (uri.Length > 0 ? uri : null),
            ReplyTo = reply.Get("parent").Filled("uri"),
            Author = author,
            Text = text,
            Html = SocialHtml.FromText(text, BlueskyFacets.Links(text, record)) + BlueskyEmbeds.Html(view, attachments),
            PostedAt = record.Time("createdAt") ?? view.Time("indexedAt"),
            Url = Page(uri, author.Handle),
            Attachments = attachments,
            Reach = (author.Followers ?? 0) + view.Count("replyCount") + view.Count("repostCount") + view.Count("likeCount") + view.Count("quoteCount"),
            Reason = view.Filled("reason"),
        };
    }

    /// <summary>Null where the uri is none of a post.</summary>
    public static string? Page(string uri, string handle) => TryName(uri, out var did, out var key)
        ? $"https://bsky.app/profile/{(handle.Length > 0 ? handle : did)}/post/{key}"
        : null;

    /// <summary>Takes the uri of a post apart into its author and its key.</summary>
    public static bool TryName(string uri, [NotNullWhen(true)] out string? did, [NotNullWhen(true)] out string? key)
    {
        (did, key) = uri.StartsWith("at://", StringComparison.Ordinal) && uri["at://".Length..].Split('/') is [var owner, Collection, var name] ? (owner, name) : (null, null);
        return key is not null;
    }

    private static string? DidOf(string uri) =>
        uri.StartsWith("at://", StringComparison.Ordinal) && uri["at://".Length..].Split('/')[0] is { Length: > 0 } did ? did : null;
}

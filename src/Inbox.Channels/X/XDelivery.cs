using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.X;

/// <summary>Why a post was taken.</summary>
/// <param name="Name">mention, search for a word, context for what another one answers, dm; or the type of an event.</param>
/// <param name="Word">That was searched for.</param>
internal sealed record XReason(string Name, string? Word = null)
{
    public static XReason Mention { get; } = new("mention");

    public static XReason Context { get; } = new("context");

    public static XReason Message { get; } = new("dm");
}

/// <summary>
/// One post or private message as it is accepted and kept: X's own JSON, and what reading it needs beside. Asked for or
/// pushed, it is the same item. Every edit of a post has an id of its own, so the first one names it and the latest its version.
/// </summary>
internal static class XDelivery
{
    private const string ContentType = "application/json";

    /// <summary>Private messages have ids of their own, which might be those of posts.</summary>
    private const string MessagePrefix = "dm-";

    /// <param name="post">Of API v2, of version 1.1, or a private message of either.</param>
    /// <param name="beside">The answer or event it stood in: its author and media are taken from there.</param>
    /// <param name="me">Id of our account.</param>
    /// <param name="reason">Why it was taken.</param>
    /// <param name="opensCase">False: it stays a mention.</param>
    public static RawItem Of(JsonElement post, JsonElement beside, string me, XReason reason, bool opensCase)
    {
        var envelope = new JsonObject
        {
            ["me"] = me, ["reason"] = reason.Name, ["word"] = reason.Word, ["opensCase"] = opensCase, ["post"] = JsonObject.Create(post), ["includes"] = Includes(post, beside),
        };
        return Item(envelope, IdentityOf(post));
    }

    public static RawItem Deleted(string id, string me) => Item(new JsonObject { ["me"] = me, ["deleted"] = id }, Gone(id));

    /// <summary>The id under which a post is known, whatever edit of it this is.</summary>
    public static string FirstId(JsonElement post) => Versions(post) is [var first, ..] ? first : post.Filled("id_str", "id") ?? "";

    /// <summary>The ids of all its edits, the oldest first; empty where it was never edited or does not say.</summary>
    public static IReadOnlyList<string> Versions(JsonElement post) =>
        post.Get("edit_history_tweet_ids") is { ValueKind: JsonValueKind.Array } ids ? [.. ids.EnumerateArray().Select(i => i.Text()).OfType<string>().Where(i => i.Length > 0)] : [];

    /// <summary>The id of a private message at X; null for a post.</summary>
    public static string? MessageId(string externalId) => externalId.StartsWith(MessagePrefix, StringComparison.Ordinal) ? externalId[MessagePrefix.Length..] : null;

    public static string OfMessage(string id) => MessagePrefix + id;

    public static RawIdentity Identify(byte[] content)
    {
        var root = Root(content);
        return root.Filled("deleted") is { } gone ? Gone(gone)
            : root.Get("post").Filled("id_str", "id") is not null ? IdentityOf(root.Get("post"))
            : RawIdentity.OfBytes(content);
    }

    public static IncomingMessage Read(ReadOnlyMemory<byte> content)
    {
        var root = Root(content);
        if (root.Filled("deleted") is { } gone)
        {
            return new SocialPost { ExternalId = gone, Kind = SocialKind.Deleted }.ToIncoming(Source(root));
        }

        var (post, includes) = (root.Get("post"), XIncludes.In(root));
        var read = XDirectMessage.Is(post) ? XDirectMessage.Read(post, includes) is var message ? message with { ExternalId = OfMessage(message.ExternalId) } : null
            : XLegacyPost.Is(post) ? XLegacyPost.Read(post, default, includes)
            : XPost.Is(post) ? XPost.Read(post, includes) with { ExternalId = FirstId(post) }
            : throw new UnreadableMessageException("This is no post of X.");
        return (read! with { Own = read.Author.Id is { } author && author == root.Filled("me") }).ToIncoming(Source(root));
    }

    private static SocialSource Source(JsonElement root) => new(XChannel.ChannelKind, XChannel.ChannelKind, root.Filled("word"), root.Get("opensCase").IsTrue());

    /// <summary>Only what belongs to it: an answer holds the people and media of a hundred.</summary>
    private static JsonObject Includes(JsonElement post, JsonElement beside)
    {
        var author = post.Filled("author_id", "sender_id") ?? post.Get("message_create").Filled("sender_id");
        var keys = post.Get("attachments", "media_keys") is { ValueKind: JsonValueKind.Array } media ? media.EnumerateArray().Select(k => k.Text()).ToList() : [];
        var found = new JsonObject { ["users"] = new JsonArray(), ["media"] = new JsonArray() };
        JsonWalk.Run([beside], 0, (json, _) =>
        {
            if (json.Filled("username", "screen_name") is not null && json.Filled("id_str", "id") == author && author is not null && found["users"]!.AsArray().Count == 0)
            {
                found["users"]!.AsArray().Add(JsonObject.Create(json));
            }

            if (json.Filled("media_key") is { } key && keys.Remove(key))
            {
                found["media"]!.AsArray().Add(JsonObject.Create(json));
            }

            return Descent<int>.Everywhere(0);
        });
        return found;
    }

    private static JsonElement Root(ReadOnlyMemory<byte> content) => SocialDocument.Read(content).Roots is [var root] ? root : default;

    private static RawItem Item(JsonObject envelope, RawIdentity identity) => new(identity, Encoding.UTF8.GetBytes(envelope.ToJsonString()), ContentType);

    private static RawIdentity IdentityOf(JsonElement post) => XDirectMessage.Is(post)
        ? new RawIdentity(OfMessage(post.Filled("id") ?? ""), Hash(post.Filled("id") ?? ""))
        : new RawIdentity(FirstId(post), Hash(post.Filled("id_str", "id") ?? ""));

    private static RawIdentity Gone(string id) => new(id, Hash("deleted"));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Bluesky;

/// <summary>Why a post was taken.</summary>
/// <param name="Name">mention, reply, quote; search for a word; context for what another one answers.</param>
/// <param name="Word">That was searched for.</param>
internal sealed record BlueskyReason(string Name, string? Word = null)
{
    public static BlueskyReason Context { get; } = new("context");
}

/// <summary>One post as it is accepted and kept: the network's own JSON, and what reading it needs beside.</summary>
internal static class BlueskyDelivery
{
    private const string ContentType = "application/json";

    public static RawItem Of(JsonElement post, JsonElement profile, string did, BlueskyReason reason, bool opensCase)
    {
        var envelope = new JsonObject { ["did"] = did, ["reason"] = reason.Name, ["word"] = reason.Word, ["opensCase"] = opensCase, ["post"] = JsonObject.Create(post) };
        if (profile.IsObject())
        {
            envelope["profile"] = JsonObject.Create(profile);
        }

        return Item(Encoding.UTF8.GetBytes(envelope.ToJsonString()), IdentityOf(post));
    }

    public static RawItem Deleted(string uri, string did) =>
        Item(Encoding.UTF8.GetBytes(new JsonObject { ["did"] = did, ["deleted"] = uri }.ToJsonString()), Gone(uri));

    public static RawIdentity Identify(byte[] content)
    {
        var root = Root(content);
        return root.Filled("deleted") is { } gone ? Gone(gone)
            : root.Get("post").Filled("uri") is not null ? IdentityOf(root.Get("post"))
            : RawIdentity.OfBytes(content);
    }

    public static IncomingMessage Read(ReadOnlyMemory<byte> content)
    {
        var root = Root(content);
        var post = root.Get("post");
        if (root.Filled("deleted") is { } gone)
        {
            return new SocialPost { ExternalId = gone, Kind = SocialKind.Deleted }.ToIncoming(Source(root));
        }

        if (post.Filled("uri") is null || !post.Get("record").IsObject())
        {
            throw new UnreadableMessageException("This is no post of Bluesky.");
        }

        var read = BlueskyPost.Read(post, post.Get("record"), BlueskyPeople.In([root]));
        return (read with { Own = read.Author.Id is { } author && author == root.Filled("did") }).ToIncoming(Source(root));
    }

    private static SocialSource Source(JsonElement root) =>
        new(BlueskyChannel.ChannelKind, BlueskyChannel.ChannelKind, root.Filled("word"), root.Get("opensCase").IsTrue());

    private static JsonElement Root(ReadOnlyMemory<byte> content) => SocialDocument.Read(content).Roots is [var root] ? root : default;

    private static RawItem Item(byte[] content, RawIdentity identity) => new(identity, content, ContentType);

    private static RawIdentity IdentityOf(JsonElement post) =>
        new(post.Filled("uri") ?? "", Hash(post.Filled("cid") ?? post.Get("record").Text("text") ?? ""));

    private static RawIdentity Gone(string uri) => new(uri, Hash("deleted"));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

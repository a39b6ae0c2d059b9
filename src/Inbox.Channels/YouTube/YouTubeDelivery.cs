using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.YouTube;

/// <summary>One comment as it is accepted and kept: YouTube's own JSON, and what reading it needs beside.</summary>
internal static class YouTubeDelivery
{
    private const string ContentType = "application/json";

    /// <param name="video">The title of its video.</param>
    /// <param name="replies">How many answer it.</param>
    public static RawItem Of(JsonElement comment, string? video, long replies) =>
        new(IdentityOf(comment), Bytes(new JsonObject { ["comment"] = JsonObject.Create(comment), ["video"] = video, ["replies"] = replies }), ContentType);

    public static RawItem Deleted(string id) => new(Gone(id), Bytes(new JsonObject { ["deleted"] = id }), ContentType);

    public static RawIdentity Identify(byte[] content)
    {
        var root = Root(content);
        return root.Filled("deleted") is { } gone ? Gone(gone)
            : root.Get("comment").Filled("id") is not null ? IdentityOf(root.Get("comment"))
            : RawIdentity.OfBytes(content);
    }

    public static IncomingMessage Read(ReadOnlyMemory<byte> content, ChannelInfo channel)
    {
        var (root, kind) = (Root(content), YouTubeChannel.ChannelKind);
        var source = new SocialSource(kind, kind, OpensCase: YouTubeSettings.Read(channel.Settings).OpensCase);
        var post = root.Filled("deleted") is { } gone
            ? new SocialPost { ExternalId = gone, Kind = SocialKind.Deleted }
            : YouTubeComment.Read(root.Get("comment"), channel.Address, root.Filled("video"), root.Count("replies"));
        return post?.ToIncoming(source) ?? throw new UnreadableMessageException("This is no comment of YouTube.");
    }

    /// <summary>Over what its author can change: likes are no new version.</summary>
    public static byte[] VersionOf(JsonElement comment)
    {
        var snippet = comment.Get("snippet");
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{snippet.Text("updatedAt")}\n{snippet.Text("textDisplay")}"));
    }

    private static RawIdentity IdentityOf(JsonElement comment) => new(comment.Filled("id") ?? "", VersionOf(comment));

    private static RawIdentity Gone(string id) => new(id, SHA256.HashData("deleted"u8));

    private static JsonElement Root(ReadOnlyMemory<byte> content) => SocialDocument.Read(content).Roots is [var root] ? root : default;

    private static byte[] Bytes(JsonObject envelope) => Encoding.UTF8.GetBytes(envelope.ToJsonString());
}

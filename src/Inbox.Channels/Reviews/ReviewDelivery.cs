using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reviews;

/// <summary>One review as it is accepted and kept: the site's own JSON, or that it is gone.</summary>
internal static class ReviewDelivery
{
    private const string ContentType = "application/json";

    public static RawItem Of(JsonElement json, Review review) =>
        new(IdentityOf(review), Bytes(new JsonObject { ["review"] = JsonObject.Create(json) }), ContentType);

    public static RawItem Deleted(string id) => new(Gone(id), Bytes(new JsonObject { ["deleted"] = id }), ContentType);

    /// <param name="content">As stored.</param>
    /// <param name="read">How a site writes a review; null where it is none.</param>
    public static RawIdentity Identify(byte[] content, Func<JsonElement, Review?> read)
    {
        var root = Root(content);
        return root.Filled("deleted") is { } gone ? Gone(gone)
            : read(root.Get("review")) is { } review ? IdentityOf(review)
            : RawIdentity.OfBytes(content);
    }

    /// <summary>The id of one that is gone; null for one that stands.</summary>
    public static string? DeletedIn(ReadOnlyMemory<byte> content) => Root(content).Filled("deleted");

    public static JsonElement ReviewIn(ReadOnlyMemory<byte> content) => Root(content).Get("review");

    private static RawIdentity IdentityOf(Review review) => new(review.Id, review.Version);

    private static RawIdentity Gone(string id) => new(id, System.Security.Cryptography.SHA256.HashData("deleted"u8));

    private static JsonElement Root(ReadOnlyMemory<byte> content) => SocialDocument.Read(content).Roots is [var root] ? root : default;

    private static byte[] Bytes(JsonObject envelope) => Encoding.UTF8.GetBytes(envelope.ToJsonString());
}

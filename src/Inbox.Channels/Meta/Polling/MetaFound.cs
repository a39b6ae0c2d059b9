using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Polling;

/// <summary>A message that stands at the far side.</summary>
/// <param name="Post">As it is read.</param>
internal sealed record MetaFound(SocialPost Post, string? Root, string List, JsonElement Json)
{
    public DateTimeOffset At => Post.PostedAt ?? default;

    public string Version { get; } = Convert.ToHexStringLower(new MetaReadDocument(Post, Edited: false, IsFirst: false).Identity.Version.AsSpan(0, 6));

    /// <summary>Null for what says nothing.</summary>
    public static MetaFound? Of(string? root, string list, JsonElement json) =>
        MetaDocument.Read(MetaDocument.OfGraph(root, list, json, edited: false)) is { } read ? new MetaFound(read.Post, root, list, json) : null;

    public RawItem ToItem(bool edited)
    {
        var document = MetaDocument.OfGraph(Root, List, Json, edited);
        return new RawItem(MetaDocument.Identify(document), document, MetaDocument.ContentType);
    }
}

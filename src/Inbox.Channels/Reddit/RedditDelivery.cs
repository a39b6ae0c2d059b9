using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Reddit;

/// <summary>Why a thing was taken.</summary>
/// <param name="Name">inbox; search for a word; watch of a subreddit; context for what another one answers.</param>
/// <param name="Word">That was searched for, or the subreddit.</param>
internal sealed record RedditReason(string Name, string? Word = null)
{
    public static RedditReason Inbox { get; } = new("inbox");

    public static RedditReason Context { get; } = new("context");
}

/// <summary>One thing as it is accepted and kept: Reddit's own JSON, and what reading it needs beside.</summary>
internal static class RedditDelivery
{
    private const string ContentType = "application/json";

    /// <summary>Answers beneath it, and what differs for each who looks.</summary>
    private static readonly string[] NotOfIt = ["replies", "new", "likes", "saved", "visited"];

    public static RawItem Of(RedditItem item, string account, RedditReason reason, bool opensCase)
    {
        var data = JsonObject.Create(item.Data)!;
        foreach (var name in NotOfIt)
        {
            data.Remove(name);
        }

        var envelope = new JsonObject
        {
            ["account"] = account, ["reason"] = reason.Name, ["word"] = reason.Word, ["opensCase"] = opensCase, ["kind"] = item.Kind, ["data"] = data,
        };
        return new RawItem(IdentityOf(item, opensCase), Encoding.UTF8.GetBytes(envelope.ToJsonString()), ContentType);
    }

    /// <summary>Changes with each edit and with its removal; points and answers do not change it.</summary>
    public static string VersionOf(RedditItem item)
    {
        var data = item.Data;
        var seen = string.Join('\n', data.Text("edited"), data.Filled("removed_by_category") is not null ? "removed" : "", data.Text("title"), data.Text("body") ?? data.Text("selftext"));
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(seen)));
    }

    public static bool IsGone(RedditItem item) => RedditThing.Read(item.Data, item.Kind).Kind == SocialKind.Deleted;

    public static RawIdentity Identify(byte[] content) => Root(content) is var root && ItemOf(root) is { } item ? IdentityOf(item, root.Get("opensCase").IsTrue()) : RawIdentity.OfBytes(content);

    public static IncomingMessage Read(ReadOnlyMemory<byte> content)
    {
        var root = Root(content);
        if (ItemOf(root) is not { } item)
        {
            throw new UnreadableMessageException("This is no comment, post or message of Reddit.");
        }

        var read = RedditThing.Read(item.Data, item.Kind);
        var own = HandleKinds.Normalise(HandleKinds.Reddit, read.Author.Handle) is { Length: > 0 } author && author == root.Filled("account");
        return (read with { Own = own }).ToIncoming(new SocialSource(RedditChannel.ChannelKind, RedditChannel.ChannelKind, root.Filled("word"), root.Get("opensCase").IsTrue()));
    }

    private static RedditItem? ItemOf(JsonElement root) => RedditThing.KindOf(root.Get("data"), root.Text("kind")) is { } kind ? new RedditItem(kind, root.Get("data")) : null;

    /// <summary>A thing that was found before it was told to us comes twice, and the second time it opens a case.</summary>
    private static RawIdentity IdentityOf(RedditItem item, bool opensCase) => new(
        item.Name, opensCase ? Convert.FromBase64String(VersionOf(item)) : SHA256.HashData(Encoding.UTF8.GetBytes($"found\n{VersionOf(item)}")));

    private static JsonElement Root(ReadOnlyMemory<byte> content) => SocialDocument.Read(content).Roots is [var root] ? root : default;
}

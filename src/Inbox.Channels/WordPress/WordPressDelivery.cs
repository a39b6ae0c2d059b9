using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.WordPress;

/// <summary>One comment or post as it is accepted and kept: the blog's own JSON, and what reading it needs beside.</summary>
/// <param name="Site">The blog's address.</param>
/// <param name="Item">Undefined for a deletion.</param>
internal sealed record WordPressDelivery(Uri Site, JsonElement Item)
{
    private const string ContentType = "application/json";

    /// <summary>The name of what was deleted; null for what is there.</summary>
    public string? Deleted { get; init; }

    /// <summary>The post that a comment is about.</summary>
    public JsonElement Post { get; init; }

    /// <summary>The id of our account; empty where we have none.</summary>
    public string Account { get; init; } = "";

    /// <summary>How often it was edited, as far as we saw: an edit back to earlier words is one too.</summary>
    public long Edition { get; init; }

    public RawItem ToItem()
    {
        var envelope = new JsonObject { ["site"] = Site.AbsoluteUri, ["account"] = Account, ["edition"] = Edition };
        if (Deleted is { } gone)
        {
            envelope["deleted"] = gone;
        }

        foreach (var (name, part) in (ReadOnlySpan<(string, JsonElement)>)[("item", Item), ("post", Post)])
        {
            if (part.IsObject())
            {
                envelope[name] = JsonObject.Create(part);
            }
        }

        return new RawItem(Identity(), Encoding.UTF8.GetBytes(envelope.ToJsonString()), ContentType);
    }

    public RawIdentity Identity() => Deleted is { } gone
        ? new RawIdentity(gone, Hash("deleted"))
        : new RawIdentity(WordPressItem.NameOf(Item), Hash(Edition.ToString(CultureInfo.InvariantCulture) + ":" + WordPressItem.HashOf(Item)));

    public static bool TryRead(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out WordPressDelivery? delivery)
    {
        var root = SocialDocument.Read(content).Roots is [var only] ? only : default;
        delivery = WordPressSettings.SiteOf(root.Text("site") ?? "") is { } site
            ? new WordPressDelivery(site, root.Get("item"))
            {
                Deleted = root.Filled("deleted"),
                Post = root.Get("post"),
                Account = root.Text("account") ?? "",
                Edition = root.Count("edition"),
            }
            : null;
        return delivery is { Deleted: not null } || (delivery is not null && WordPressItem.NameOf(delivery.Item).Length > 0);
    }

    /// <summary>Ids are of one blog: several doors to it know the same comment.</summary>
    public static string ScopeOf(Uri site) => $"{WordPressChannel.ChannelKind}:{site.Authority}{site.AbsolutePath}";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

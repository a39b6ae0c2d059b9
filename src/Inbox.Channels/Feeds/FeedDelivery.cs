using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Inbox.Channels.Feeds;

/// <summary>One post as it is accepted and kept: what was read of the entry, and of the feed what its message needs.</summary>
/// <param name="FeedTitle">The blog's name.</param>
/// <param name="FeedLink">The blog's page, else the feed's own address.</param>
/// <param name="MatchedWord">The watch word for which it was taken.</param>
internal sealed record FeedDelivery(string FeedTitle, string FeedLink, string? MatchedWord, FeedEntry Entry)
{
    public const string ContentType = "application/json";

    /// <summary>The id of the post that this is a comment on; null for a post.</summary>
    public string? Parent { get; init; }

    /// <summary>A comment that is taken for its post alone: nothing that is watched stands in it.</summary>
    public bool Aside { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FeedSettings.Json);

    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out FeedDelivery? delivery)
    {
        try
        {
            delivery = JsonSerializer.Deserialize<FeedDelivery>(content, FeedSettings.Json);
            return delivery is { FeedTitle: not null, FeedLink: not null, Entry.Id.Length: > 0 };
        }
        catch (JsonException)
        {
            delivery = null;
            return false;
        }
    }
}

using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>What became of the bytes of one file or request.</summary>
/// <param name="Ok">They could be read, whether or not a message was among them.</param>
/// <param name="Error">Why they could not; or, in the network's own words, the error that they report.</param>
/// <param name="Posts">In the order of the bytes, each once.</param>
public sealed record SocialReading(bool Ok, string? Error, IReadOnlyList<SocialPost> Posts)
{
    public static SocialReading Of(IReadOnlyList<SocialPost> posts, string? error = null) => new(Ok: true, error, posts);

    /// <summary>Reads JSON the same way for every network: bytes that are none say so, and where no post is among them the network may have reported an error.</summary>
    /// <param name="content">A file or the body of a request, whole.</param>
    /// <param name="read">The posts in its values.</param>
    /// <param name="errorOf">Where this network writes its errors; null: where most do.</param>
    internal static SocialReading Of(
        ReadOnlyMemory<byte> content, Func<IReadOnlyList<JsonElement>, IReadOnlyList<SocialPost>> read, Func<IReadOnlyList<JsonElement>, string?>? errorOf = null)
    {
        var document = SocialDocument.Read(content);
        if (document.Error is { } error)
        {
            return Unreadable(error);
        }

        var posts = read(document.Roots);
        return Of(posts, posts.Count == 0 ? (errorOf ?? ApiError.Of)(document.Roots) : null);
    }

    public static SocialReading Unreadable(string why) => new(Ok: false, why, []);
}

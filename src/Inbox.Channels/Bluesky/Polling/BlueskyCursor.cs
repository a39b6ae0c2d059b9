using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Inbox.Channels.Bluesky.Polling;

/// <summary>A post that we took, looked at again from time to time: nobody tells that one was changed or deleted.</summary>
internal sealed record BlueskyWatch(string Uri, string Cid, string Reason, string? Word);

/// <summary>How far the notices were read completely, kept as JSON in the channel's cursor.</summary>
internal sealed record BlueskyCursor
{
    private const int MostSeen = 8_000;
    private const int MostWatched = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The handle it belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>What is older is history, or was read long ago.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Short hashes of the posts that were taken, and of their versions, the newest last.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<BlueskyWatch> Watched { get; init; } = [];

    /// <summary>The watched post at which the next look begins.</summary>
    public int Next { get; init; }

    public static BlueskyCursor Read(string? cursor, string handle, DateTimeOffset now)
    {
        var start = new BlueskyCursor { For = handle, Since = now - TimeSpan.FromDays(7) };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<BlueskyCursor>(cursor, Json) is { } read && read.For == handle ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    public BlueskyCursor With(IEnumerable<BlueskyWatch> taken, DateTimeOffset newest) => this with
    {
        // Notices of one day may still come in another order than they happened.
        Since = newest - TimeSpan.FromDays(1) is var day && day > Since ? day : Since,
        Seen = [.. Seen.Concat(taken.SelectMany(t => new[] { Mark(t.Uri, t.Cid), Mark(t.Uri, "") })).Reverse().Distinct(StringComparer.Ordinal).Take(MostSeen).Reverse()],
        Watched = [.. Watched.Concat(taken).GroupBy(w => w.Uri, StringComparer.Ordinal).Select(g => g.Last()).TakeLast(MostWatched)],
    };

    public static string Mark(string uri, string cid) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{uri}\n{cid}")).AsSpan(0, 9));

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

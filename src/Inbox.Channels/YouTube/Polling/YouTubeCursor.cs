using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Inbox.Channels.YouTube.Polling;

/// <summary>A comment that we took or whose replies we follow: nobody tells that one was changed, deleted or replied to.</summary>
/// <param name="Mark">Of its version.</param>
/// <param name="Parent">The comment that it answers; null for one that begins a thread.</param>
/// <param name="Replies">How many answer it, of those that are read.</param>
/// <param name="Own">By us: only its replies matter.</param>
internal sealed record YouTubeWatch(string Id, string Mark, DateTimeOffset At, string? Parent = null, long Replies = 0, bool Own = false);

/// <summary>How far the comments were read completely, kept as JSON in the channel's cursor.</summary>
internal sealed record YouTubeCursor
{
    private const int MostSeen = 3_000;
    private const int MostWatched = 1_000;
    private static readonly TimeSpan History = TimeSpan.FromDays(7);
    private static readonly TimeSpan Watches = TimeSpan.FromDays(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The channel it belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>What is older is history, or was read long ago.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Marks of the versions that were taken, the newest last.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<YouTubeWatch> Watched { get; init; } = [];

    /// <summary>Where the next look begins among those that begin a thread.</summary>
    public int NextThread { get; init; }

    /// <summary>The same among replies.</summary>
    public int NextReply { get; init; }

    public static YouTubeCursor Read(string? cursor, string channel, DateTimeOffset now)
    {
        var start = new YouTubeCursor { For = channel, Since = now - History };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<YouTubeCursor>(cursor, Json) is { } read && read.For == channel ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    /// <param name="watched">All of them, the newest last.</param>
    /// <param name="marks">Of what was taken.</param>
    /// <param name="newest">Of what was taken; null when nothing was.</param>
    /// <param name="now">Those that nobody touched for long are looked at no more.</param>
    public YouTubeCursor With(IEnumerable<YouTubeWatch> watched, IEnumerable<string> marks, DateTimeOffset? newest, DateTimeOffset now) => this with
    {
        Since = newest - TimeSpan.FromDays(1) is { } day && day > Since ? day : Since,
        Seen = [.. Seen.Concat(marks).Reverse().Distinct(StringComparer.Ordinal).Take(MostSeen).Reverse()],
        Watched = [.. watched.Where(w => w.At > now - Watches).TakeLast(MostWatched)],
    };

    public static string Mark(string id, byte[] version) => Convert.ToBase64String(SHA256.HashData([.. Encoding.UTF8.GetBytes(id), .. version]).AsSpan(0, 9));

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Inbox.Channels.Reviews;

/// <summary>A review that we took, looked at again from time to time: no site tells that one was deleted.</summary>
/// <param name="Mark">Of its version.</param>
internal sealed record ReviewWatch(string Id, string Mark, DateTimeOffset At);

/// <summary>How far the reviews were read completely, kept as JSON in the channel's cursor.</summary>
internal sealed record ReviewCursor
{
    private const int MostSeen = 2_000;
    private const int MostWatched = 300;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The address it belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>What is older is history, or was read long ago.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Marks of the versions that were taken, the newest last.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<ReviewWatch> Watched { get; init; } = [];

    /// <summary>The watched review at which the next look begins.</summary>
    public int Next { get; init; }

    /// <param name="history">How far back a new door reads.</param>
    public static ReviewCursor Read(string? cursor, string address, DateTimeOffset now, TimeSpan history)
    {
        var start = new ReviewCursor { For = address, Since = now - history };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<ReviewCursor>(cursor, Json) is { } read && read.For == address ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    public ReviewCursor With(IReadOnlyList<ReviewWatch> taken) => this with
    {
        // Sites show a review some time after it was written, and not in the order of the clock.
        Since = taken.Count > 0 && taken.Max(t => t.At) - TimeSpan.FromDays(2) is var day && day > Since ? day : Since,
        Seen = [.. Seen.Concat(taken.Select(t => t.Mark)).Reverse().Distinct(StringComparer.Ordinal).Take(MostSeen).Reverse()],
        Watched = [.. Watched.Concat(taken).GroupBy(w => w.Id, StringComparer.Ordinal).Select(g => g.Last()).TakeLast(MostWatched)],
    };

    public static string Mark(Review review) =>
        Convert.ToBase64String(SHA256.HashData([.. Encoding.UTF8.GetBytes(review.Id), .. review.Version]).AsSpan(0, 9));

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

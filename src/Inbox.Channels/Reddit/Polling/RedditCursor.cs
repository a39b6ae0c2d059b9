using System.Text.Json;

namespace Inbox.Channels.Reddit.Polling;

/// <summary>A comment or post that we took, looked at again in turn: Reddit tells nobody that one was changed or deleted.</summary>
internal sealed record RedditWatch(string Name, string Version, string Reason, string? Word);

/// <summary>How far the lists were read completely, kept as JSON in the channel's cursor.</summary>
internal sealed record RedditCursor
{
    /// <summary>Marks what the inbox told of.</summary>
    public const char Told = '!';

    /// <summary>Marks what a search or a subreddit showed, and is not taken.</summary>
    public const char Passed = '-';

    private const int MostSeen = 3_000;
    private const int MostWatched = 300;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The account it belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>What is older is history, or was read long ago.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Names of the things that were taken and marks of those that were passed, the newest last.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<RedditWatch> Watched { get; init; } = [];

    /// <summary>The watched thing at which the next look begins.</summary>
    public int Next { get; init; }

    public static RedditCursor Read(string? cursor, string account, DateTimeOffset now)
    {
        var start = new RedditCursor { For = account, Since = now - TimeSpan.FromDays(7) };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<RedditCursor>(cursor, Json) is { } read && read.For == account ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    public RedditCursor With(IReadOnlyList<RedditWatch> taken, IEnumerable<string> passed, DateTimeOffset newest) => this with
    {
        // Things of one day may still come in another order than they were written.
        Since = newest - TimeSpan.FromDays(1) is var day && day > Since ? day : Since,
        Seen = [.. Seen.Concat(passed).Concat(taken.SelectMany(t => t.Reason == RedditReason.Inbox.Name ? [t.Name, Told + t.Name] : new[] { t.Name })).Reverse().Distinct(StringComparer.Ordinal).Take(MostSeen).Reverse()],
        // Private messages are never changed, and Reddit does not look them up.
        Watched = [.. Watched.Concat(taken.Where(t => !t.Name.StartsWith("t4_", StringComparison.Ordinal))).GroupBy(w => w.Name, StringComparer.Ordinal).Select(g => g.Last()).TakeLast(MostWatched)],
    };

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

using System.Text.Json;

namespace Inbox.Channels.WordPress.Polling;

/// <summary>Something that we took and look at again: nobody tells that it was edited or deleted.</summary>
/// <param name="Hash">Of what it said when it was last seen.</param>
/// <param name="Edition">How often that changed.</param>
internal sealed record WordPressWatch(string Name, string Hash, long Edition, DateTimeOffset At);

/// <summary>Where the reading of one blog stands, kept as JSON in the channel's cursor.</summary>
internal sealed record WordPressCursor
{
    /// <summary>Moderators may let a comment through days after it was written: so far back every look reads again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(3);

    /// <summary>Edits and deletions are looked for as long.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(7);

    private const int MostWatched = 500;

    /// <summary>The blog it belongs to; with another one reading starts anew.</summary>
    public required string For { get; init; }

    /// <summary>What was written before is history, or was read long ago.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The newest last.</summary>
    public IReadOnlyList<WordPressWatch> Watched { get; init; } = [];

    /// <summary>The watched item at which the next look at older ones begins.</summary>
    public int Next { get; init; }

    public static WordPressCursor Read(string? cursor, string site, DateTimeOffset now)
    {
        var start = new WordPressCursor { For = site, Since = now - Young };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<WordPressCursor>(cursor, WordPressSettings.Json) is { } read && read.For == site ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    /// <param name="watched">What is watched from now on.</param>
    /// <param name="newest">When the newest of all that was read was written; null: nothing was.</param>
    public WordPressCursor With(IEnumerable<WordPressWatch> watched, DateTimeOffset? newest, DateTimeOffset now)
    {
        var since = newest is { } at && at - Overlap > Since ? at - Overlap : Since;
        return this with { Since = since, Watched = [.. watched.Where(w => w.At >= now - Young || w.At >= since).OrderBy(w => w.At).TakeLast(MostWatched)] };
    }

    public override string ToString() => JsonSerializer.Serialize(this, WordPressSettings.Json);
}

using System.Text.Json;

namespace Inbox.Channels.X.Polling;

/// <summary>A post that we took, looked at again while it is young: X tells only who pays for it that one was changed or deleted.</summary>
/// <param name="Latest">Id of its latest edit that we took.</param>
internal sealed record XWatch(string Id, string Latest, DateTimeOffset At, string Reason, string? Word);

/// <summary>What a list still holds that was too much for one look; it is read next, and before what is newer.</summary>
/// <param name="From">Of posts: behind this one. Of private messages: the page.</param>
/// <param name="Newest">The newest of the list, up to which it is read once the rest is.</param>
internal sealed record XRest(string From, string Newest);

/// <summary>How far mentions, messages and searches were read completely, kept as JSON in the channel's cursor.</summary>
internal sealed record XCursor
{
    private const int MostWatched = 500;

    /// <summary>What the first look goes back to, and as far as X searches.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(6);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The handle it belongs to; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>When all of it was read last; of the first look, as far as that goes back.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The newest mention.</summary>
    public string? Mention { get; init; }

    /// <summary>The newest private message.</summary>
    public string? Message { get; init; }

    /// <summary>The newest post of each search.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public XRest? MentionRest { get; init; }

    public XRest? MessageRest { get; init; }

    public IReadOnlyDictionary<string, XRest> WordRests { get; init; } = new Dictionary<string, XRest>(StringComparer.Ordinal);

    /// <summary>The newest last.</summary>
    public IReadOnlyList<XWatch> Watched { get; init; } = [];

    /// <summary>The watched post at which the next look begins.</summary>
    public int Next { get; init; }

    public static XCursor Read(string? cursor, string handle, DateTimeOffset now)
    {
        var start = new XCursor { For = handle, ReadAt = now - History };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<XCursor>(cursor, Json) is { } read && read.For == handle ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what was taken already is known again.
        }
    }

    /// <summary>From where a list is read: behind its newest post, or, where X would not know that any more, from a time.</summary>
    public (string Name, string? Value) From(string? newest, DateTimeOffset now) => newest is not null && XIds.TimeOf(newest) > now - History
        ? ("since_id", newest)
        : ("start_time", Iso(XIds.Later(ReadAt - TimeSpan.FromMinutes(5), now - History)));

    public XCursor Watch(IEnumerable<XWatch> taken, DateTimeOffset oldest) => this with
    {
        Watched = [.. Watched.Concat(taken).GroupBy(w => w.Id, StringComparer.Ordinal).Select(g => g.Last()).Where(w => w.At >= oldest).TakeLast(MostWatched)],
    };

    public override string ToString() => JsonSerializer.Serialize(this, Json);

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

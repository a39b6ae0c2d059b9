using System.Text.Json;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>Where the polling of one account stands, kept as JSON in the channel's cursor.</summary>
internal sealed record MastodonCursor
{
    /// <summary>The server that its ids are of; with another one polling starts anew.</summary>
    public required string For { get; init; }

    /// <summary>Posts from before this time are history, not news.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The newest notice that was read completely.</summary>
    public string? Mentions { get; init; }

    /// <summary>The newest post of each hashtag and account that is watched.</summary>
    public IReadOnlyDictionary<string, string> Watched { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What stood on the newest page of each when it was last read.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Pages { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The ids of watched accounts; empty where the server knows none.</summary>
    public IReadOnlyDictionary<string, string> Accounts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateTimeOffset WatchedAt { get; init; }

    /// <summary>When the server was last asked about itself.</summary>
    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AccessEndsAt { get; init; }

    /// <summary>Posts that their authors may still edit or delete, the oldest first.</summary>
    public IReadOnlyList<YoungPost> Young { get; init; } = [];

    public static MastodonCursor Read(string? cursor, Uri server, DateTimeOffset now)
    {
        var start = new MastodonCursor { For = server.AbsoluteUri, Since = now - TimeSpan.FromDays(7) };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<MastodonCursor>(cursor, MastodonSettings.Json) is { } read && read.For == start.For ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what comes again is known again.
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, MastodonSettings.Json);
}

/// <param name="Id">Of the status.</param>
/// <param name="Version">As it was last seen.</param>
/// <param name="At">When it was written, or came here if that is later than its server says.</param>
/// <param name="NextAt">When it is looked at again.</param>
/// <param name="Word">For which it was taken.</param>
internal sealed record YoungPost(string Id, string Version, DateTimeOffset At, DateTimeOffset NextAt, string? Word = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Most edits come within minutes. The older a post is, the longer nobody looks; null: no more.</summary>
    public YoungPost? Later(DateTimeOffset now, string version)
    {
        var age = now - At;
        var wait = age / 6 > MastodonPoll.Every ? age / 6 : MastodonPoll.Every;
        return age > Longest ? null : this with { Version = version, NextAt = now + wait };
    }
}

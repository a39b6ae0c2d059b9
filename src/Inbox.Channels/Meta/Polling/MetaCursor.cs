using System.Text.Json;

namespace Inbox.Channels.Meta.Polling;

/// <summary>Where the reading of one page or account stands, kept as JSON in the channel's cursor.</summary>
internal sealed record MetaCursor
{
    /// <summary>The account that its ids are of; with another one reading starts anew.</summary>
    public required string For { get; init; }

    /// <summary>Everything up to this time was read.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What may still be edited or deleted, the newest last.</summary>
    public IReadOnlyList<MetaSeen> Seen { get; init; } = [];

    /// <summary>When the end of the access was last asked for.</summary>
    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AccessEndsAt { get; init; }

    public static MetaCursor Read(string? cursor, string account, DateTimeOffset now)
    {
        var start = new MetaCursor { For = account, Until = now - TimeSpan.FromDays(7) };
        try
        {
            return cursor is not null && JsonSerializer.Deserialize<MetaCursor>(cursor, MetaSettings.Json) is { } read && read.For == account ? read : start;
        }
        catch (JsonException)
        {
            return start; // A cursor of another kind: what comes again is known again.
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, MetaSettings.Json);
}

/// <param name="Version">Of its words.</param>
/// <param name="Public">Of private messages deletions are told by webhooks only.</param>
internal sealed record MetaSeen(string Id, string Version, DateTimeOffset At, bool Public);

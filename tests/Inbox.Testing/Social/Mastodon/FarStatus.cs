namespace Inbox.Testing.Social.Mastodon;

/// <summary>A status as it stands on a <see cref="MastodonStub"/>.</summary>
/// <param name="Acct">Its author; a name without a host is the stub's own.</param>
/// <param name="Html">As the server shows it.</param>
public sealed record FarStatus(string Id, string Acct, string Html, string Visibility, string? ReplyTo, DateTimeOffset At)
{
    /// <summary>As it was sent; of ours only.</summary>
    public string Text { get; init; } = "";

    public string Warning { get; init; } = "";

    public bool Sensitive { get; init; }

    public string? Language { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public bool Deleted { get; init; }

    public IReadOnlyList<string> Mentions { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Media { get; init; } = [];

    public long Favourites { get; init; }

    public long Boosts { get; init; }

    public long Replies { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>What is wrong with the stub just now.</summary>
public enum MastodonFault
{
    None,

    /// <summary>500.</summary>
    Broken,

    /// <summary>200 with what is no JSON.</summary>
    Garbage,

    /// <summary>Takes a request and never answers.</summary>
    Hangs,
}

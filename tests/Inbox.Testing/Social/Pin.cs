using Inbox.Core.Cases;

namespace Inbox.Testing.Social;

/// <summary>Something that hangs on a <see cref="Pinboard"/>, as it is now.</summary>
/// <param name="Version">Counts its edits.</param>
/// <param name="Key">What the one who hung it up calls it; of ours only.</param>
public sealed record Pin(string Id, string Author, string Name, string Text, Visibility Visibility, string? ReplyTo, DateTimeOffset At, int Version, bool Deleted, string? Key)
{
    public long Followers { get; init; }

    public long Likes { get; init; }

    public long Shares { get; init; }

    public long Replies { get; init; }
}

/// <summary>What is wrong with the board just now.</summary>
public enum PinboardFault
{
    None,

    /// <summary>Answers that it is broken.</summary>
    Broken,

    /// <summary>Answers what nobody can read.</summary>
    Garbage,

    /// <summary>Does not answer at all.</summary>
    Hangs,

    /// <summary>Asks to wait until <see cref="Pinboard.LimitedUntil"/>.</summary>
    Limited,

    /// <summary>No longer knows the token: a person withdrew it.</summary>
    Revoked,

    /// <summary>The token's time is over.</summary>
    Expired,
}

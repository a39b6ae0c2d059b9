using Inbox.Core.Channels.Replies;

namespace Inbox.Core.Channels;

/// <summary>How a look for news ended.</summary>
/// <param name="Items">What is new, oldest first: they are filed in this order, an edit after its post.</param>
/// <param name="Cursor">Where to go on next time; stored in the transaction that stores the items. What was read completely is kept also when the rest failed.</param>
/// <param name="NextIn">Time until the next poll. While polls fail, the channel waits longer each time.</param>
/// <param name="Problem">Why nothing could be fetched, in plain words.</param>
/// <param name="Disable">The far side said never to ask again.</param>
public sealed record PollResult(IReadOnlyList<RawItem> Items, string? Cursor, TimeSpan NextIn, string? Problem = null, bool Disable = false)
{
    /// <summary>The far side lets us ask again at this time; with it <see cref="Problem"/> is null, since a limit is none.</summary>
    public DateTimeOffset? LimitedUntil { get; init; }

    /// <summary>Our access was withdrawn or ran out: nothing comes until a person renews it. Goes with <see cref="Problem"/>.</summary>
    public bool AccessLost { get; init; }

    /// <summary>When the access ends for good unless a person renews it; null: it does not, or that is not known.</summary>
    public DateTimeOffset? RenewBy { get; init; }

    /// <summary>How much lies unread at the far side; null where that is not known.</summary>
    public int? Unread { get; init; }

    /// <summary>How long a text may be, as the server says of itself; null: it did not say, and what it said before holds.</summary>
    public TextLimit? TextLimit { get; init; }
}

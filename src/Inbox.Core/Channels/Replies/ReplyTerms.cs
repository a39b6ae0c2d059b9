namespace Inbox.Core.Channels.Replies;

/// <summary>On which terms a far side takes answers of one sort.</summary>
public sealed record ReplyTerms
{
    /// <summary>How long after the message an answer is taken; of private ones, after the customer's last. Null: for ever.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How long it may be; null: as long as Inbox itself allows. What the server says of itself wins over it.</summary>
    public TextLimit? Limit { get; init; }

    public MediaLimits Media { get; init; } = MediaLimits.None;

    /// <summary>What is longer than <see cref="Limit"/> can leave as several posts, each below the one before.</summary>
    public bool Splits { get; init; }

    /// <summary>A message takes one answer and no second one.</summary>
    public bool Once { get; init; }

    /// <summary>A further answer takes the place of the one that stands there.</summary>
    public bool Overwrites { get; init; }
}

/// <summary>Which files may go along with an answer.</summary>
/// <param name="Most">How many.</param>
/// <param name="Types">Media types, either whole or up to the slash ("image/"); empty: any.</param>
/// <param name="MostBytes">Of each.</param>
public sealed record MediaLimits(int Most, IReadOnlyList<string> Types, long MostBytes)
{
    /// <summary>An image can carry words for those who cannot see it.</summary>
    public bool Described { get; init; }

    public static MediaLimits None { get; } = new(0, [], 0);

    /// <summary>Any file, as long as all of them stay within the size that the channel's settings allow.</summary>
    public static MediaLimits Any { get; } = new(int.MaxValue, [], long.MaxValue);

    public bool Takes(string contentType) =>
        Types.Count == 0 || Types.Any(t => t.EndsWith('/') ? contentType.StartsWith(t, StringComparison.OrdinalIgnoreCase) : contentType.Equals(t, StringComparison.OrdinalIgnoreCase));
}

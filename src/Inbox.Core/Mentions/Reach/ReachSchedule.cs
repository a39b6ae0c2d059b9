namespace Inbox.Core.Mentions.Reach;

/// <summary>When a post is looked at again: often while it is young, then less, and no more after a week.</summary>
public static class ReachSchedule
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly (TimeSpan Younger, TimeSpan Wait)[] Steps =
    [
        (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)), (TimeSpan.FromHours(6), TimeSpan.FromMinutes(30)), (TimeSpan.FromDays(1), TimeSpan.FromHours(2)),
        (TimeSpan.FromDays(3), TimeSpan.FromHours(8)), (Longest, TimeSpan.FromDays(1)),
    ];

    /// <summary>Null: it has spread as far as anybody looks.</summary>
    public static DateTimeOffset? Next(DateTimeOffset receivedAt, DateTimeOffset now)
    {
        var age = now - receivedAt;
        foreach (var (younger, wait) in Steps)
        {
            if (age < younger)
            {
                return now + wait;
            }
        }

        return null;
    }
}

namespace Inbox.Channels.Feeds.Polling;

/// <summary>The comments feed of a post that was taken.</summary>
/// <param name="Entry">The id of the post.</param>
/// <param name="Feed">Where its comments are.</param>
/// <param name="At">When the post was written.</param>
/// <param name="NextAt">When they are looked at again.</param>
internal sealed record FollowedComments(string Entry, string Feed, DateTimeOffset At, DateTimeOffset NextAt)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);
    private const int MostFailures = 5;

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    public int Failures { get; init; }

    /// <summary>Most comments come soon. The older a post is, the longer nobody looks; null: no more.</summary>
    public FollowedComments? Later(DateTimeOffset now, TimeSpan usual)
    {
        var wait = (now - At) / 12;
        return now - At > Longest || Failures >= MostFailures ? null : this with { NextAt = now + (wait > usual ? wait : usual) };
    }
}

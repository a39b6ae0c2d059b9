namespace Inbox.Core;

/// <summary>Time as the database keeps it: UTC in whole microseconds.</summary>
public static class Clock
{
    /// <summary>"Never": PostgreSQL's <c>infinity</c>, sorts after every real time.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static DateTimeOffset Now(this TimeProvider time) => Stored(time.GetUtcNow());

    /// <summary>The same instant in UTC, cut to the microsecond, so that a value read back equals the one written.</summary>
    public static DateTimeOffset Stored(DateTimeOffset at) =>
        at == Never ? Never : new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

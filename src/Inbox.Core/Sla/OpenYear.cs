namespace Inbox.Core.Sla;

/// <summary>
/// The opening intervals of one UTC year, sorted, disjoint and half-open, with the working time that precedes each.
/// Immutable, so that threads share it without a lock. All values are ticks of UTC.
/// </summary>
internal sealed class OpenYear
{
    private readonly long[] opens;
    private readonly long[] closes;
    private readonly long[] before;

    public OpenYear(List<(long Open, long Close)> intervals)
    {
        opens = new long[intervals.Count];
        closes = new long[intervals.Count];
        before = new long[intervals.Count];
        for (var i = 0; i < intervals.Count; i++)
        {
            (opens[i], closes[i]) = intervals[i];
            before[i] = Total;
            Total += closes[i] - opens[i];
        }
    }

    /// <summary>Working time of the whole year.</summary>
    public long Total { get; }

    /// <summary>Working time from the start of the year to <paramref name="at"/>.</summary>
    public long Until(long at)
    {
        var i = LastOpenedBy(at);
        return i < 0 ? 0 : before[i] + Math.Min(at, closes[i]) - opens[i];
    }

    /// <summary>The earliest moment at which <paramref name="worked"/> (above zero, at most Total) has passed.</summary>
    public long When(long worked)
    {
        // The last interval with less before it: work that fills an interval ends at its close, not at the next open.
        var i = Array.BinarySearch(before, worked);
        i = (i < 0 ? ~i : i) - 1;
        return opens[i] + worked - before[i];
    }

    public bool IsOpen(long at)
    {
        var i = LastOpenedBy(at);
        return i >= 0 && at < closes[i];
    }

    /// <summary><paramref name="at"/> itself when open, else the next opening of this year, else null.</summary>
    public long? NextOpening(long at)
    {
        var i = LastOpenedBy(at);
        if (i >= 0 && at < closes[i])
        {
            return at;
        }

        return i + 1 < opens.Length ? opens[i + 1] : null;
    }

    private int LastOpenedBy(long at)
    {
        var i = Array.BinarySearch(opens, at);
        return i < 0 ? ~i - 1 : i;
    }
}

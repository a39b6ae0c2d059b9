namespace Inbox.Core.Sla;

/// <summary>The arithmetic of a cycle: what is used up, when it is due, when the next step is owed.</summary>
public sealed partial class SlaClock
{
    private readonly List<SlaSegment> _segments = [];

    /// <summary>Stretches settled since the last call, for whoever stores the cycle.</summary>
    public IReadOnlyList<SlaSegment> TakeSegments()
    {
        SlaSegment[] taken = [.. _segments];
        _segments.Clear();
        return taken;
    }

    /// <summary>When this share of the target is used up, at the present pace.</summary>
    public DateTimeOffset ShareAt(int percent, WorkingTime hours)
    {
        if (ResumedAt is not { } since || Target is not { } target)
        {
            return Clock.Never;
        }

        if (percent == 100)
        {
            return DueAt;
        }

        if (FixedDue)
        {
            return Clock.Stored(StartedAt + (target * percent / 100));
        }

        var left = (target * percent / 100) - Consumed;
        return left <= TimeSpan.Zero ? since : Clock.Stored(hours.Add(since, left));
    }

    /// <summary>Counts what ran until now, and leaves a row that tells by which hours it was counted.</summary>
    private void Settle(WorkingTime hours, DateTimeOffset now, SegmentEnd end)
    {
        if (ResumedAt is { } since && now > since)
        {
            var worked = hours.Between(since, now);
            Consumed += worked;
            _segments.Add(new SlaSegment
            {
                CaseId = CaseId,
                Metric = Metric,
                Cycle = Cycle,
                StartedAt = since,
                EndedAt = now,
                CalendarId = CalendarId,
                Worked = worked,
                Reason = end,
            });
        }

        ResumedAt = now;
    }

    private void End(WorkingTime hours, DateTimeOffset at, SegmentEnd end)
    {
        if (ResumedAt is not null)
        {
            Settle(hours, at, end);
        }

        StoppedAt = at;
        ResumedAt = null;
        NextStepAt = Clock.Never;
    }

    private void Reckon(ClockTerms terms, bool keepDue = false)
    {
        if (!keepDue && !FixedDue)
        {
            // A stopped or breached cycle keeps the due time it was judged by.
            DueAt = ResumedAt is { } since && Target is { } target
                ? Clock.Stored(terms.Hours.Add(since, target > Consumed ? target - Consumed : TimeSpan.Zero))
                : Clock.Never;
        }

        var next = BreachedAt is null ? DueAt : Clock.Never;
        foreach (var step in terms.Steps)
        {
            if (step.Metric == Metric && step.SharePercent > StepsTakenTo)
            {
                var at = ShareAt(step.SharePercent, terms.Hours);
                next = at < next ? at : next;
            }
        }

        NextStepAt = ResumedAt is null ? Clock.Never : next;
    }
}

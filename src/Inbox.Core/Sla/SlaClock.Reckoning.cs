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

    /// <summary>When a step is owed, at the present pace. One that lies further before the due time than the promise lasts is owed from the start.</summary>
    public DateTimeOffset StepAt(StepTime at, WorkingTime hours)
    {
        if (at.Unit == StepUnit.Percent)
        {
            return ShareAt(at.Value, hours);
        }

        if (ResumedAt is not { } since || DueAt == Clock.Never)
        {
            return Clock.Never;
        }

        var distance = TimeSpan.FromMinutes(Math.Abs(at.Value));
        if (FixedDue)
        {
            // Promised for an hour of the customer's day, so no working hours count.
            return at.Value >= 0 ? DueAt + distance : Later(since, DueAt - distance);
        }

        if (at.Value < 0)
        {
            return Clock.Stored(hours.Add(since, hours.Between(since, DueAt) - distance));
        }

        // A cycle that was paused after its due time has used a part of the distance already.
        var over = Target is { } target && Consumed > target ? Consumed - target : TimeSpan.Zero;
        return Clock.Stored(over > TimeSpan.Zero ? hours.Add(since, distance - over) : hours.Add(DueAt, distance));
    }

    /// <summary>Steps of this cycle that are not taken yet, in the order of the policy.</summary>
    public IEnumerable<EscalationStep> StepsLeft(ClockTerms terms)
    {
        var steps = terms.Steps.Where(s => s.Metric == Metric);
        return (Metric == SlaMetric.HandoffAccept ? steps.Prepend(EscalationStep.HandoffIsLate) : steps).Where(s => !StepsTaken.Contains(s.Position));
    }

    /// <summary>Its due time is fixed, or has passed: whatever changes now does not move it.</summary>
    private bool IsJudged(DateTimeOffset now) => FixedDue || BreachedAt is not null || DueAt <= now;

    private void SettleIfRunning(WorkingTime hours, DateTimeOffset now, SegmentEnd end)
    {
        if (ResumedAt is not null)
        {
            Settle(hours, now, end);
        }
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
        SettleIfRunning(hours, at, end);
        StoppedAt = at;
        ResumedAt = null;
        NextStepAt = Clock.Never;
    }

    private void Reckon(ClockTerms terms, bool keepDue = false)
    {
        if (!keepDue && !FixedDue)
        {
            // A breached cycle keeps the due time it was judged by.
            DueAt = ResumedAt is { } since && Target is { } target
                ? BreachedAt ?? Clock.Stored(terms.Hours.Add(since, target > Consumed ? target - Consumed : TimeSpan.Zero))
                : Clock.Never;
        }

        var next = BreachedAt is null ? DueAt : Clock.Never;
        foreach (var step in StepsLeft(terms))
        {
            var at = StepAt(step.At, terms.Hours);
            next = at < next ? at : next;
        }

        NextStepAt = ResumedAt is null ? Clock.Never : next;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

namespace Inbox.Core.Sla;

/// <summary>
/// One cycle of one metric on one case: a running, paused or stopped measurement. Cycles are never overwritten.
/// Consumed time is working time of the calendar that applied; wall-clock time is stopped minus started.
/// </summary>
public sealed partial class SlaClock
{
    private SlaClock()
    {
    }

    public long Id { get; private set; }

    public long CaseId { get; private set; }

    public SlaMetric Metric { get; private set; }

    /// <summary>1 for the first measurement of this metric on this case.</summary>
    public int Cycle { get; private set; }

    public long? PolicyId { get; private set; }

    /// <summary>Null means around the clock.</summary>
    public long? CalendarId { get; private set; }

    /// <summary>The edition of the calendar by which the cycle is counted until it is recomputed.</summary>
    public int HoursVersion { get; private set; }

    /// <summary>The edition of the policy that set the target.</summary>
    public int TermsVersion { get; private set; }

    /// <summary>The department that owned when the cycle began; for <see cref="SlaMetric.DepartmentTime"/> the one measured.</summary>
    public long DepartmentId { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Null while paused or stopped.</summary>
    public DateTimeOffset? ResumedAt { get; private set; }

    /// <summary>Working time used up to <see cref="ResumedAt"/>.</summary>
    public TimeSpan Consumed { get; private set; }

    /// <summary>Working time promised; null measures without a promise.</summary>
    public TimeSpan? Target { get; private set; }

    /// <summary><see cref="Clock.Never"/> while paused, or where nothing is promised.</summary>
    public DateTimeOffset DueAt { get; private set; } = Clock.Never;

    public DateTimeOffset? StoppedAt { get; private set; }

    public SlaOutcome? Outcome { get; private set; }

    public string? CancelReason { get; private set; }

    /// <summary>Set at the due time and never taken back.</summary>
    public DateTimeOffset? BreachedAt { get; private set; }

    public long? DepartmentAtDue { get; private set; }

    /// <summary>Positions of the steps that this cycle has taken, as <see cref="Escalation"/> records them.</summary>
    public int[] StepsTaken { get; private set; } = [];

    /// <summary>When the worker must look at this clock next.</summary>
    public DateTimeOffset NextStepAt { get; private set; } = Clock.Never;

    /// <summary>The answer that stopped the cycle, so that undo and failure can bring it back.</summary>
    public long? StoppedByMessageId { get; private set; }

    /// <summary>Due at a fixed time (a promised call-back) instead of after working time.</summary>
    public bool FixedDue { get; private set; }

    public bool IsRunning => StoppedAt is null && ResumedAt is not null;

    public bool IsPaused => StoppedAt is null && ResumedAt is null;

    public static SlaClock Start(long caseId, SlaMetric metric, int cycle, long departmentId, ClockTerms terms, DateTimeOffset now)
    {
        var clock = new SlaClock
        {
            CaseId = caseId,
            Metric = metric,
            Cycle = cycle,
            DepartmentId = departmentId,
            PolicyId = terms.PolicyId,
            CalendarId = terms.CalendarId,
            HoursVersion = terms.HoursVersion,
            TermsVersion = terms.TermsVersion,
            Target = terms.Target,
            StartedAt = now,
            ResumedAt = now,
        };
        clock.Reckon(terms);
        return clock;
    }

    /// <summary>A promise for a fixed time, whatever the calendar.</summary>
    public static SlaClock StartFixed(long caseId, SlaMetric metric, int cycle, long departmentId, DateTimeOffset due, ClockTerms terms, DateTimeOffset now)
    {
        var clock = Start(caseId, metric, cycle, departmentId, terms with { Target = null }, now);
        clock.FixedDue = true;
        clock.Target = due - now;
        clock.DueAt = due;
        clock.Reckon(terms);
        return clock;
    }

    /// <summary>Working time used until now.</summary>
    public TimeSpan ConsumedAt(WorkingTime hours, DateTimeOffset now) =>
        ResumedAt is { } since ? Consumed + hours.Between(since, now) : Consumed;

    public void Pause(WorkingTime hours, DateTimeOffset now)
    {
        if (IsRunning && !FixedDue)
        {
            Settle(hours, now, SegmentEnd.Paused);
            ResumedAt = null;
            DueAt = NextStepAt = Clock.Never;
        }
    }

    /// <summary>Nothing was counted while it stood still, so it goes on by the present edition of its calendar.</summary>
    public void Resume(ClockTerms terms, DateTimeOffset now)
    {
        if (IsPaused)
        {
            ResumedAt = now;
            HoursVersion = terms.HoursVersion;
            Reckon(terms);
        }
    }

    /// <summary>
    /// Another priority, or another edition of the policy: settles by the old hours, then reckons by the new terms. At
    /// least a quarter of the new target stays, so that no change makes a promise late at once; a cycle that is judged
    /// already keeps the target and due time it was judged by.
    /// </summary>
    /// <param name="oldHours">The hours that applied until now.</param>
    /// <param name="terms">The terms from now on.</param>
    /// <param name="now">UTC.</param>
    public void Change(WorkingTime oldHours, ClockTerms terms, DateTimeOffset now)
    {
        var judged = IsJudged(now);
        SettleIfRunning(oldHours, now, SegmentEnd.TermsChanged);
        (PolicyId, CalendarId, HoursVersion, TermsVersion) = (terms.PolicyId, terms.CalendarId, terms.HoursVersion, terms.TermsVersion);
        if (!judged)
        {
            Target = terms.Target is { } target && target - Consumed < target / 4 ? Consumed + (target / 4) : terms.Target;
        }

        Reckon(terms, keepDue: judged);
    }

    /// <summary>
    /// The hours of its own calendar were edited: settles by the old ones and goes on by the new. What was promised stays,
    /// and so does a due time that has passed: a promise once broken is not mended by other hours.
    /// </summary>
    /// <param name="oldHours">The hours that applied until now.</param>
    /// <param name="terms">The terms from now on; of them only the hours are taken.</param>
    /// <param name="now">UTC.</param>
    public void HoursChanged(WorkingTime oldHours, ClockTerms terms, DateTimeOffset now)
    {
        var judged = IsJudged(now);
        SettleIfRunning(oldHours, now, SegmentEnd.HoursChanged);
        HoursVersion = terms.HoursVersion;
        Reckon(terms, keepDue: judged);
    }

    public void Stop(WorkingTime hours, DateTimeOffset at, long departmentId, long? byMessageId = null)
    {
        if (StoppedAt is not null)
        {
            return;
        }

        var late = BreachedAt is not null || at > DueAt;
        if (late)
        {
            Breach(departmentId);
        }

        End(hours, at, SegmentEnd.Stopped);
        StoppedByMessageId = byMessageId;
        DepartmentAtDue ??= departmentId;
        Outcome = late ? SlaOutcome.MetLate : SlaOutcome.Met;
    }

    public void Cancel(WorkingTime hours, DateTimeOffset at, string reason, long? byMessageId = null)
    {
        if (StoppedAt is null)
        {
            End(hours, at, SegmentEnd.Cancelled);
            StoppedByMessageId = byMessageId;
            Outcome = SlaOutcome.Cancelled;
            CancelReason = reason;
        }
    }

    /// <summary>The answer that stopped this cycle was undone, failed or bounced: it goes on as if it had never stopped.</summary>
    /// <param name="hours">The hours by which it was counted.</param>
    /// <param name="terms">The terms from now on; of them only the hours are taken.</param>
    /// <param name="now">UTC.</param>
    public void Restore(WorkingTime hours, ClockTerms terms, DateTimeOffset now)
    {
        if (StoppedAt is not { } stopped)
        {
            return;
        }

        // What fell due while the answer seemed good was late then.
        var judged = IsJudged(now);
        if (BreachedAt is null && DueAt > now)
        {
            DepartmentAtDue = null;
        }

        Outcome = null;
        CancelReason = null;
        StoppedByMessageId = null;
        StoppedAt = null;
        ResumedAt = stopped;
        Settle(hours, now, SegmentEnd.Restored);
        HoursVersion = terms.HoursVersion;
        Reckon(terms, keepDue: judged);
    }

    public void Breach(long departmentId)
    {
        BreachedAt ??= DueAt;
        DepartmentAtDue ??= departmentId;
    }

    /// <summary>These steps are taken; what is owed next is reckoned anew.</summary>
    public void Took(IEnumerable<int> positions, ClockTerms terms)
    {
        StepsTaken = [.. StepsTaken.Union(positions).Order()];
        Reckon(terms, keepDue: true);
    }
}

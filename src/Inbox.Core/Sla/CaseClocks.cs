using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>
/// What each event of a case does to its clocks (design.md, Clocks). Pure: works on the case and the cycles given,
/// new cycles are collected in <see cref="Started"/>. Whoever uses it holds the case's row lock.
/// </summary>
public sealed class CaseClocks(Rules rules, Case @case, IEnumerable<SlaClock> clocks)
{
    /// <summary>Why a cycle of a spam case was cancelled; "not spam" brings these back.</summary>
    private const string Spam = "spam";

    private readonly List<SlaClock> _clocks = [.. clocks];

    /// <summary>Cycles that did not exist before; the caller stores them.</summary>
    public List<SlaClock> Started { get; } = [];

    /// <summary>Stretches that ended since the last call; the caller stores them with the cycles.</summary>
    public IEnumerable<SlaSegment> TakeSegments() => _clocks.SelectMany(c => c.TakeSegments()).ToList();

    /// <summary>The case opened. <paramref name="byUs"/>: by our own message or an answered call, so the first reply is met.</summary>
    public void Opened(DateTimeOffset now, bool byUs, string? customerGroup)
    {
        @case.SlaPolicyId = rules.PolicyFor(@case, customerGroup)?.Id;
        var first = Start(SlaMetric.FirstReply, now);
        if (byUs)
        {
            Stop(first, now, byMessageId: null);
        }

        Start(SlaMetric.Resolution, now);
        Start(SlaMetric.DepartmentTime, now);
        Reckon();
    }

    /// <summary>A conversation taken over from elsewhere is owed an answer: all that runs, runs from now. What runs already goes on.</summary>
    public void TakenOver(DateTimeOffset now, bool answered, string? customerGroup)
    {
        @case.SlaPolicyId ??= rules.PolicyFor(@case, customerGroup)?.Id;
        if (Active(SlaMetric.FirstReply) is null && Active(SlaMetric.NextReply) is null)
        {
            Start(answered ? SlaMetric.NextReply : SlaMetric.FirstReply, now);
        }

        foreach (var metric in new[] { SlaMetric.Resolution, SlaMetric.DepartmentTime }.Where(m => Active(m) is null))
        {
            Start(metric, now);
        }

        Reckon();
    }

    /// <summary>The customer wrote on a case that somebody had answered: a next reply is owed from the oldest unanswered message.</summary>
    public void CustomerWrote(DateTimeOffset now)
    {
        if (Active(SlaMetric.FirstReply) is null && Active(SlaMetric.NextReply) is null)
        {
            Start(SlaMetric.NextReply, now);
        }

        Reckon();
    }

    public void Answered(long messageId, DateTimeOffset now)
    {
        Stop(Active(SlaMetric.FirstReply), now, messageId);
        Stop(Active(SlaMetric.NextReply), now, messageId);
        Reckon();
    }

    /// <summary>We spoke with the customer, so a promised call-back is kept.</summary>
    public void Spoke(long messageId, DateTimeOffset now)
    {
        Stop(Active(SlaMetric.Callback), now, messageId);
        Reckon();
    }

    public void PromiseCallback(DateTimeOffset due, DateTimeOffset now)
    {
        Cancel(Active(SlaMetric.Callback), now, "a new call-back was promised");
        Add(SlaClock.StartFixed(@case.Id, SlaMetric.Callback, NextCycle(SlaMetric.Callback), @case.DepartmentId, due, rules.Terms(@case, SlaMetric.Callback), now));
        Reckon();
    }

    /// <summary>The answer was undone, failed or bounced: the cycles it stopped go on as if it had never been.</summary>
    public void AnswerWithdrawn(long messageId, DateTimeOffset now)
    {
        var restored = false;
        foreach (var clock in _clocks.Where(c => c.StoppedByMessageId == messageId && c.Metric != SlaMetric.Resolution))
        {
            // A next reply owed since then starts later than what is owed again now.
            if (clock.Metric is SlaMetric.FirstReply or SlaMetric.NextReply)
            {
                Cancel(Active(SlaMetric.NextReply), now, "the answer before it did not arrive");
            }

            clock.Restore(rules.Terms(clock, @case.Priority), now);
            restored = true;
        }

        var resolution = _clocks.LastOrDefault(c => c.Metric == SlaMetric.Resolution && c.StoppedByMessageId == messageId);
        if (resolution is not null)
        {
            resolution.Restore(rules.Terms(resolution, @case.Priority), now);
            restored = true;
        }

        if (restored || @case.IsOpen)
        {
            FollowStatus(now);
        }

        Reckon();
    }

    /// <summary>The status changed from <paramref name="before"/> to what the case has now.</summary>
    /// <param name="before">The status the clocks last knew.</param>
    /// <param name="now">UTC.</param>
    /// <param name="reason">Why nothing more is owed; needed where an unanswered customer is left.</param>
    /// <param name="byMessageId">The answer that was sent with the change.</param>
    public void StatusChanged(CaseStatus before, DateTimeOffset now, string? reason = null, long? byMessageId = null)
    {
        var status = @case.Status;
        if (before == status)
        {
            return;
        }

        if (before == CaseStatus.Spam)
        {
            RestoreFromSpam(now);
        }

        if (status == CaseStatus.Spam)
        {
            CancelAll(now, Spam);
        }
        else if (status is CaseStatus.Resolved or CaseStatus.Closed)
        {
            Resolved(now, reason ?? "resolved", byMessageId);
        }
        else if (before is CaseStatus.Resolved or CaseStatus.Closed)
        {
            Reopened(now);
        }

        FollowStatus(now);
        Reckon();
    }

    /// <summary>A cycle of this metric runs or is paused.</summary>
    public bool Owes(SlaMetric metric) => Active(metric) is not null;

    public void NoReplyNeeded(DateTimeOffset now)
    {
        Cancel(Active(SlaMetric.NextReply), now, "no reply needed");
        Cancel(Active(SlaMetric.FirstReply), now, "no reply needed");
        Reckon();
    }

    /// <summary>A person changed the priority. Breached cycles stay as they were judged.</summary>
    public void PriorityChanged(bool raised, DateTimeOffset now)
    {
        foreach (var clock in _clocks.Where(c => c.StoppedAt is null && c.BreachedAt is null))
        {
            clock.Change(rules.Hours(clock.CalendarId), rules.Terms(clock, @case.Priority), now, raised);
        }

        Reckon();
    }

    /// <summary>HandoffAccept runs on the receiver's calendar; the customer's clocks go on.</summary>
    public void HandoffOffered(long toDepartmentId, DateTimeOffset now)
    {
        var terms = rules.Terms(rules.Policy(@case.SlaPolicyId), rules.Departments[toDepartmentId].CalendarId, SlaMetric.HandoffAccept, @case.Priority);
        Add(SlaClock.Start(@case.Id, SlaMetric.HandoffAccept, NextCycle(SlaMetric.HandoffAccept), toDepartmentId, terms, now));
        Reckon();
    }

    public void HandoffDecided(DateTimeOffset now)
    {
        Stop(Active(SlaMetric.HandoffAccept), now, byMessageId: null);
        Reckon();
    }

    /// <summary>Another department owns the case: the time of each is measured, nothing else changes.</summary>
    public void DepartmentChanged(DateTimeOffset now)
    {
        Stop(Active(SlaMetric.DepartmentTime), now, byMessageId: null);
        Start(SlaMetric.DepartmentTime, now);
        Reckon();
    }

    public void CancelAll(DateTimeOffset now, string reason)
    {
        foreach (var clock in _clocks.Where(c => c.StoppedAt is null))
        {
            Cancel(clock, now, reason);
        }

        Reckon();
    }

    /// <summary>Lists sort by the earliest promise still running.</summary>
    public void Reckon() =>
        @case.NextDueAt = _clocks.Where(c => c.IsRunning).Select(c => c.DueAt).DefaultIfEmpty(Clock.Never).Min();

    private void Resolved(DateTimeOffset now, string reason, long? byMessageId)
    {
        Cancel(Active(SlaMetric.FirstReply), now, reason);
        Cancel(Active(SlaMetric.NextReply), now, reason);
        Cancel(Active(SlaMetric.Callback), now, reason);
        Cancel(Active(SlaMetric.HandoffAccept), now, reason);
        Stop(Active(SlaMetric.Resolution), now, byMessageId);
        Stop(Active(SlaMetric.DepartmentTime), now, byMessageId);
    }

    /// <summary>A reopened case has the time that was left, at least a quarter of the target.</summary>
    private void Reopened(DateTimeOffset now)
    {
        var last = _clocks.LastOrDefault(c => c.Metric == SlaMetric.Resolution);
        if (last?.StoppedAt is not null)
        {
            var terms = rules.Terms(last, @case.Priority);
            if (terms.Target is { } target)
            {
                var left = target - last.Consumed;
                terms = terms with { Target = left < target / 4 ? target / 4 : left };
            }

            Add(SlaClock.Start(@case.Id, SlaMetric.Resolution, NextCycle(SlaMetric.Resolution), @case.DepartmentId, terms, now));
        }

        if (Active(SlaMetric.DepartmentTime) is null)
        {
            Start(SlaMetric.DepartmentTime, now);
        }
    }

    private void RestoreFromSpam(DateTimeOffset now)
    {
        foreach (var clock in _clocks.Where(c => c.Outcome == SlaOutcome.Cancelled && c.CancelReason == Spam))
        {
            clock.Restore(rules.Terms(clock, @case.Priority), now);
        }
    }

    /// <summary>Resolution pauses while the customer owes, and while a third party owes if the policy says so.</summary>
    private void FollowStatus(DateTimeOffset now)
    {
        if (Active(SlaMetric.Resolution) is not { } resolution)
        {
            return;
        }

        var pauses = @case.Status == CaseStatus.Waiting
            || (@case.Status == CaseStatus.OnHold && rules.Policy(resolution.PolicyId)?.PauseOnHold == true);
        if (pauses)
        {
            resolution.Pause(rules.Terms(resolution, @case.Priority), now);
        }
        else
        {
            resolution.Resume(rules.Terms(resolution, @case.Priority), now);
        }
    }

    private SlaClock? Active(SlaMetric metric) => _clocks.FindLast(c => c.Metric == metric && c.StoppedAt is null);

    private int NextCycle(SlaMetric metric) => _clocks.Count(c => c.Metric == metric) + 1;

    private SlaClock Start(SlaMetric metric, DateTimeOffset now) =>
        Add(SlaClock.Start(@case.Id, metric, NextCycle(metric), @case.DepartmentId, rules.Terms(@case, metric), now));

    private SlaClock Add(SlaClock clock)
    {
        _clocks.Add(clock);
        Started.Add(clock);
        return clock;
    }

    private void Stop(SlaClock? clock, DateTimeOffset at, long? byMessageId) =>
        clock?.Stop(rules.Hours(clock.CalendarId), at, @case.DepartmentId, byMessageId);

    private void Cancel(SlaClock? clock, DateTimeOffset at, string reason) =>
        clock?.Cancel(rules.Hours(clock.CalendarId), at, reason);
}

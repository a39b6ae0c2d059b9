using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>
/// What each event of a case does to its clocks (docs/clocks.md has the table). Pure: works on the case and the cycles
/// given, new cycles are collected in <see cref="Started"/>. Whoever uses it holds the case's row lock.
/// </summary>
public sealed partial class CaseClocks(Rules rules, Case @case, IEnumerable<SlaClock> clocks)
{
    private const string NeverArrived = "the answer before it did not arrive";

    private readonly List<SlaClock> _clocks = [.. clocks];

    /// <summary>Cycles that did not exist before; the caller stores them.</summary>
    public List<SlaClock> Started { get; } = [];

    /// <summary>Since when the customer waits for an answer of ours; null when none is owed.</summary>
    public DateTimeOffset? OwedSince => (Active(SlaMetric.FirstReply) ?? Active(SlaMetric.NextReply))?.StartedAt;

    /// <summary>When the reply that is owed is late; <see cref="Clock.Never"/> where none is, or none was promised.</summary>
    public DateTimeOffset ReplyDueAt => (Active(SlaMetric.FirstReply) ?? Active(SlaMetric.NextReply))?.DueAt ?? Clock.Never;

    /// <summary>The calendar of the department at opening goes on counting for the customer, whoever owns the case since.</summary>
    private long OpeningDepartment => _clocks.Count > 0 ? _clocks[0].DepartmentId : @case.DepartmentId;

    /// <summary>Stretches that ended since the last call; the caller stores them with the cycles.</summary>
    public IEnumerable<SlaSegment> TakeSegments() => _clocks.SelectMany(c => c.TakeSegments()).ToList();

    /// <summary>A cycle of this metric runs or is paused.</summary>
    public bool Owes(SlaMetric metric) => Active(metric) is not null;

    /// <summary>The case opened.</summary>
    /// <param name="now">When what opened it was received, however late it was filed.</param>
    /// <param name="byUs">By our own message or an answered call, so the first reply is met.</param>
    /// <param name="customerGroup">Of its customer.</param>
    public void Opened(DateTimeOffset now, bool byUs, string? customerGroup)
    {
        @case.SlaPolicyId ??= rules.PolicyFor(@case, customerGroup)?.Id;
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
        if (OwedSince is null)
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
    /// <param name="receivedAt">However late the message was filed.</param>
    public void CustomerWrote(DateTimeOffset receivedAt)
    {
        if (OwedSince is null)
        {
            Start(SlaMetric.NextReply, receivedAt);
        }

        Reckon();
    }

    /// <summary>We answered, and owe word again where the policy promises updates. The case has the status that the agent chose.</summary>
    public void Answered(long messageId, DateTimeOffset now)
    {
        Stop(Active(SlaMetric.FirstReply), now, messageId);
        Stop(Active(SlaMetric.NextReply), now, messageId);
        Stop(Active(SlaMetric.Update), now, messageId);
        if (@case.IsOpen && rules.Terms(@case, SlaMetric.Update).Target is not null)
        {
            Start(SlaMetric.Update, now);
            FollowStatus(now);
        }

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
        Add(SlaClock.StartFixed(@case.Id, SlaMetric.Callback, NextCycle(SlaMetric.Callback), @case.DepartmentId, due, rules.Terms(@case, SlaMetric.Callback, OpeningDepartment), now));
        Reckon();
    }

    /// <summary>
    /// The answer was undone, failed or bounced, and another that came after it arrived: that one has stopped the replies that
    /// this one did not.
    /// </summary>
    public void AnswerWithdrawn(long messageId, long laterId, DateTimeOffset laterAt)
    {
        foreach (var clock in _clocks.FindAll(c => c.StoppedByMessageId == messageId && c.Outcome != SlaOutcome.Cancelled && c.Metric is SlaMetric.FirstReply or SlaMetric.NextReply or SlaMetric.Update))
        {
            Restore(clock, laterAt);
            Stop(clock, laterAt, laterId);
        }
    }

    /// <summary>The answer was undone, failed or bounced: the cycles it stopped go on as if it had never been.</summary>
    public void AnswerWithdrawn(long messageId, DateTimeOffset now)
    {
        var stopped = _clocks.FindAll(c => c.StoppedByMessageId == messageId);
        if (stopped.Exists(c => c.Metric is SlaMetric.FirstReply or SlaMetric.NextReply))
        {
            // A next reply owed since then starts later than what is owed again now.
            Cancel(Active(SlaMetric.NextReply), now, NeverArrived);
        }

        if (Active(SlaMetric.Update) is { } begun && begun.StartedAt > (@case.LastAnswerAt ?? DateTimeOffset.MinValue))
        {
            Cancel(begun, now, NeverArrived);
        }

        foreach (var clock in stopped.Where(c => Active(c.Metric) is null))
        {
            Restore(clock, now);
        }

        FollowStatus(now);
        Reckon();
    }

    public void NoReplyNeeded(DateTimeOffset now)
    {
        Cancel(Active(SlaMetric.NextReply), now, "no reply needed");
        Cancel(Active(SlaMetric.FirstReply), now, "no reply needed");
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

    private SlaClock? Active(SlaMetric metric) => _clocks.FindLast(c => c.Metric == metric && c.StoppedAt is null);

    private int NextCycle(SlaMetric metric) => _clocks.Count(c => c.Metric == metric) + 1;

    private SlaClock Start(SlaMetric metric, DateTimeOffset now) => Add(SlaClock.Start(
        @case.Id,
        metric,
        NextCycle(metric),
        @case.DepartmentId,
        rules.Terms(@case, metric, metric == SlaMetric.DepartmentTime ? @case.DepartmentId : OpeningDepartment),
        now));

    private SlaClock Add(SlaClock clock)
    {
        _clocks.Add(clock);
        Started.Add(clock);
        return clock;
    }

    private void Stop(SlaClock? clock, DateTimeOffset at, long? byMessageId) =>
        clock?.Stop(rules.Hours(clock), at, @case.DepartmentId, byMessageId);

    private void Cancel(SlaClock? clock, DateTimeOffset at, string reason, long? byMessageId = null) =>
        clock?.Cancel(rules.Hours(clock), at, reason, byMessageId);

    private void Restore(SlaClock clock, DateTimeOffset now) => clock.Restore(rules.Hours(clock), OwnTerms(clock), now);
}

namespace Inbox.Core.Sla;

// Merge and split: the oldest message that the customer waits for is suddenly another one.
public sealed partial class CaseClocks
{
    /// <summary>
    /// A reply is owed since then, or no longer. Cycles are never moved: the one that runs is cancelled, and another starts at
    /// that message, however late it is; a cycle that was cancelled by a merge or split before goes on.
    /// </summary>
    public void OweSince(DateTimeOffset? since, DateTimeOffset now, string reason)
    {
        var running = Active(SlaMetric.FirstReply) ?? Active(SlaMetric.NextReply);
        if (running?.StartedAt == since)
        {
            return;
        }

        Cancel(running, now, reason);
        if (since is { } start)
        {
            if (_clocks.FindLast(c => c.Metric is SlaMetric.FirstReply or SlaMetric.NextReply && c.StartedAt == start && c.Outcome == SlaOutcome.Cancelled) is { } before)
            {
                Restore(before, now);
            }
            else
            {
                Start(running?.Metric ?? ReplyMetric(), start);
            }
        }

        Reckon();
    }

    /// <summary>An answer that came from another case did not arrive: a reply is owed again since then, unless one is owed for longer.</summary>
    public void OwesAgain(DateTimeOffset since, DateTimeOffset now)
    {
        if (OwedSince is not { } owed || owed > since)
        {
            OweSince(since, now, NeverArrived);
        }
    }

    /// <summary>The case was split off: its promises count from the oldest unanswered message that came along, the time of its department from now.</summary>
    public void SplitOff(DateTimeOffset? owedSince, DateTimeOffset now, string? customerGroup)
    {
        @case.SlaPolicyId = rules.PolicyFor(@case, customerGroup)?.Id;
        OweSince(owedSince, now, "");
        Start(SlaMetric.Resolution, owedSince ?? now);
        Start(SlaMetric.DepartmentTime, now);
        FollowLastAnswer(now, "");
        FollowStatus(now);
        Reckon();
    }

    /// <summary>The merge was undone: what it had cancelled goes on as if it had never stopped, and what was paused is paused.</summary>
    /// <param name="reason">Why it was cancelled.</param>
    /// <param name="mergedAt">When.</param>
    /// <param name="now">UTC.</param>
    /// <param name="answeredAt">The customer was answered meanwhile: no reply was owed any longer than that.</param>
    public void Unmerged(string reason, DateTimeOffset mergedAt, DateTimeOffset now, DateTimeOffset? answeredAt)
    {
        foreach (var clock in _clocks.Where(c => c.Outcome == SlaOutcome.Cancelled && c.CancelReason == reason && c.StoppedAt == mergedAt))
        {
            GoOn(clock, clock.Metric is SlaMetric.FirstReply or SlaMetric.NextReply ? answeredAt ?? now : now);
        }

        Reckon();
    }

    private SlaMetric ReplyMetric() =>
        @case.LastAnswerAt is null && !_clocks.Exists(c => c.Metric == SlaMetric.FirstReply) ? SlaMetric.FirstReply : SlaMetric.NextReply;
}

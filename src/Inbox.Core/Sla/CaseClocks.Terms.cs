namespace Inbox.Core.Sla;

/// <summary>What other promises do to the clocks of a case: another priority, an edited policy or calendar.</summary>
public sealed partial class CaseClocks
{
    /// <summary>A person changed the priority. Breached cycles stay as they were judged.</summary>
    public void PriorityChanged(DateTimeOffset now)
    {
        foreach (var clock in _clocks.Where(c => c.StoppedAt is null && c.BreachedAt is null))
        {
            clock.Change(rules.Hours(clock), PresentTerms(clock), now);
        }

        Reckon();
    }

    /// <summary>Cycles that an earlier edition of their calendar or policy reckoned go on by the present one. Returns how many of them ran.</summary>
    public int Recompute(DateTimeOffset now)
    {
        var outdated = _clocks.FindAll(c => c.StoppedAt is null && rules.IsOutdated(c));
        var running = outdated.Count(c => c.IsRunning);
        foreach (var clock in outdated)
        {
            var (hours, terms) = (rules.Hours(clock), PresentTerms(clock));
            if (rules.HasOutdatedTerms(clock))
            {
                clock.Change(hours, terms, now);
            }
            else
            {
                clock.HoursChanged(hours, terms, now);
            }
        }

        FollowStatus(now);
        Reckon();
        return running;
    }

    /// <summary>What an existing cycle would be promised by the policy and calendar as they are now.</summary>
    private ClockTerms PresentTerms(SlaClock clock)
    {
        var policy = rules.Policy(clock.PolicyId);
        var terms = rules.Terms(policy, PresentCalendar(clock, policy), clock.Metric, @case.PromisedPriority);
        return clock.Metric == SlaMetric.Resolution ? terms with { Target = TargetLeft(terms.Target, clock.Cycle) } : terms;
    }

    /// <summary>The same on the calendar it has, as that is now.</summary>
    private ClockTerms OwnTerms(SlaClock clock) => rules.Terms(rules.Policy(clock.PolicyId), clock.CalendarId, clock.Metric, @case.PromisedPriority);

    /// <summary>A cycle keeps its calendar until its policy names another. The receiver's counts for accepting, whatever the policy says.</summary>
    private long? PresentCalendar(SlaClock clock, SlaPolicy? policy) =>
        clock.Metric == SlaMetric.HandoffAccept || !rules.HasOutdatedTerms(clock)
            ? clock.CalendarId
            : rules.CalendarFor(policy, @case.ChannelId, clock.Metric == SlaMetric.DepartmentTime ? clock.DepartmentId : OpeningDepartment);

    /// <summary>A later cycle of the resolution has what the earlier ones left of the target, at least a quarter.</summary>
    private TimeSpan? TargetLeft(TimeSpan? target, int cycle)
    {
        var used = new TimeSpan(_clocks.Where(c => c.Metric == SlaMetric.Resolution && c.Cycle < cycle).Sum(c => c.Consumed.Ticks));
        return target - used < target / 4 ? target / 4 : target - used;
    }
}

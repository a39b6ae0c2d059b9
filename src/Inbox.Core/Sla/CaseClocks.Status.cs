using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>What a status does to the clocks of a case, and who owns it.</summary>
public sealed partial class CaseClocks
{
    /// <summary>Why a cycle of a spam case was cancelled; "not spam" brings these back.</summary>
    private const string Spam = "spam";

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
        else if (before is CaseStatus.Resolved or CaseStatus.Closed or CaseStatus.Spam)
        {
            Reopened(now);
        }

        FollowStatus(now);
        Reckon();
    }

    /// <summary>HandoffAccept runs on the receiver's calendar; the customer's clocks go on. On a case at rest nothing runs until it is reopened.</summary>
    public void HandoffOffered(long toDepartmentId, DateTimeOffset now)
    {
        if (!@case.IsOpen)
        {
            return;
        }

        var terms = rules.Terms(rules.Policy(@case.SlaPolicyId), rules.Departments[toDepartmentId].CalendarId, SlaMetric.HandoffAccept, @case.PromisedPriority);
        Add(SlaClock.Start(@case.Id, SlaMetric.HandoffAccept, NextCycle(SlaMetric.HandoffAccept), toDepartmentId, terms, now));
        Reckon();
    }

    public void HandoffDecided(DateTimeOffset now)
    {
        Stop(Active(SlaMetric.HandoffAccept), now, byMessageId: null);
        Reckon();
    }

    /// <summary>Another department owns the case: the time of each is measured while the case is open, nothing else changes.</summary>
    public void DepartmentChanged(DateTimeOffset now)
    {
        Stop(Active(SlaMetric.DepartmentTime), now, byMessageId: null);
        if (@case.IsOpen)
        {
            Start(SlaMetric.DepartmentTime, now);
        }

        Reckon();
    }

    private void Resolved(DateTimeOffset now, string reason, long? byMessageId)
    {
        foreach (var owed in new[] { SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.Update, SlaMetric.Callback, SlaMetric.HandoffAccept })
        {
            Cancel(Active(owed), now, reason, byMessageId);
        }

        Stop(Active(SlaMetric.Resolution), now, byMessageId);
        Stop(Active(SlaMetric.DepartmentTime), now, byMessageId);
    }

    /// <summary>A reopened case has the time that was left, at least a quarter of the target.</summary>
    private void Reopened(DateTimeOffset now)
    {
        if (Active(SlaMetric.Resolution) is null && _clocks.FindLast(c => c.Metric == SlaMetric.Resolution) is { } last)
        {
            var cycle = NextCycle(SlaMetric.Resolution);
            var terms = OwnTerms(last);
            Add(SlaClock.Start(@case.Id, SlaMetric.Resolution, cycle, @case.DepartmentId, terms with { Target = TargetLeft(terms.Target, cycle) }, now));
        }

        if (Active(SlaMetric.DepartmentTime) is null)
        {
            Start(SlaMetric.DepartmentTime, now);
        }

        // Resolved ended the promise to accept, yet the offer stands.
        if (@case.OfferedToId is { } receiver && Active(SlaMetric.HandoffAccept) is null)
        {
            HandoffOffered(receiver, now);
        }
    }

    private void RestoreFromSpam(DateTimeOffset now)
    {
        // An offer may have been decided, and the case have another owner, meanwhile.
        foreach (var clock in _clocks.Where(c => c.Outcome == SlaOutcome.Cancelled && c.CancelReason == Spam && IsStillMeant(c)).ToList())
        {
            Restore(clock, now);
        }
    }

    private bool IsStillMeant(SlaClock clock) => Active(clock.Metric) is null && clock.Metric switch
    {
        SlaMetric.HandoffAccept => @case.OfferedToId == clock.DepartmentId,
        SlaMetric.DepartmentTime => @case.DepartmentId == clock.DepartmentId,
        _ => true,
    };

    /// <summary>Resolution and Update stand still while it is not our turn.</summary>
    private void FollowStatus(DateTimeOffset now)
    {
        foreach (var clock in _clocks.Where(c => c.StoppedAt is null && c.Metric is SlaMetric.Resolution or SlaMetric.Update))
        {
            if (Pauses(clock))
            {
                clock.Pause(rules.Hours(clock), now);
            }
            else
            {
                clock.Resume(OwnTerms(clock), now);
            }
        }
    }

    private bool Pauses(SlaClock clock)
    {
        var policy = rules.Policy(clock.PolicyId);
        return @case.Status switch
        {
            CaseStatus.Waiting => clock.Metric == SlaMetric.Update || policy?.PauseWaiting != false,
            CaseStatus.OnHold => clock.Metric == SlaMetric.Resolution && policy?.PauseOnHold == true,
            _ => false,
        };
    }
}

namespace Inbox.Core.Sla;

// Merge and split: the last answer of ours is suddenly another one.
public sealed partial class CaseClocks
{
    /// <summary>
    /// The last answer came or went with its message: word is owed since the one that is here now, where the policy asks for
    /// it. A cycle that an earlier merge or split cancelled goes on.
    /// </summary>
    public void FollowLastAnswer(DateTimeOffset now, string reason)
    {
        Cancel(Active(SlaMetric.Update), now, reason);
        if (@case.LastAnswerAt is { } answered && @case.IsOpen && rules.Terms(@case, SlaMetric.Update).Target is not null)
        {
            if (_clocks.FindLast(c => c.Metric == SlaMetric.Update && c.StartedAt == answered && c.Outcome == SlaOutcome.Cancelled) is { } before)
            {
                GoOn(before, now);
            }
            else
            {
                StartUpdate(answered);
            }
        }

        Reckon();
    }

    /// <summary>After an answer a case waits, as long as nobody says otherwise: until the customer wrote again, nothing counts.</summary>
    private void StartUpdate(DateTimeOffset answered)
    {
        var clock = Start(SlaMetric.Update, answered);
        var wrote = OwedSince > answered ? OwedSince : null;
        if (wrote is not null || Pauses(clock))
        {
            clock.Pause(rules.Hours(clock), answered);
        }

        if (wrote is { } since)
        {
            clock.Resume(OwnTerms(clock), since);
        }
    }

    /// <summary>A cycle that was cancelled runs as if it had never stopped, or stands still where it would by now.</summary>
    private void GoOn(SlaClock clock, DateTimeOffset until)
    {
        if (clock.Metric is SlaMetric.Resolution or SlaMetric.Update && Pauses(clock))
        {
            clock.RestorePaused();
        }
        else
        {
            Restore(clock, until);
        }
    }
}

using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>What the clocks of one case owe at a time, taken in the order in which it was owed. Pure: changes the case and the clocks given, tells the rest.</summary>
internal static class EscalationLadder
{
    public static StepEffects Climb(Case found, IEnumerable<SlaClock> clocks, Rules rules, Staff staff, DateTimeOffset now)
    {
        var effects = new StepEffects(found, rules, staff, now);
        var owing = clocks.Where(c => c.NextStepAt <= now && c.IsRunning).Select(c => (Clock: c, Terms: rules.Terms(c, found.PromisedPriority))).ToList();
        var owed = owing
            .SelectMany(o => Owed(o.Clock, o.Terms, now).Select((step, place) => (o.Clock, Step: step.Step, step.At, Place: place)))
            .OrderBy(o => o.At).ThenBy(o => o.Clock.Id).ThenBy(o => o.Place)
            .ToList();
        foreach (var (clock, step, at, _) in owed)
        {
            if (step is null)
            {
                clock.Breach(found.DepartmentId);
                effects.Breached(clock);
            }
            else
            {
                effects.Take(clock, step, at);
            }
        }

        foreach (var (clock, terms) in owing)
        {
            // Also where nothing was owed after all, since the ladder of its policy has changed: it is not looked at again before its time.
            clock.Took(owed.Where(o => o.Clock == clock && o.Step is not null).Select(o => o.Step!.Position), terms);
        }

        return effects;
    }

    /// <summary>Null stands for the breach itself, which comes before the steps owed at the same moment.</summary>
    private static IEnumerable<(EscalationStep? Step, DateTimeOffset At)> Owed(SlaClock clock, ClockTerms terms, DateTimeOffset now)
    {
        if (clock.BreachedAt is null && clock.DueAt <= now)
        {
            yield return (null, clock.DueAt);
        }

        foreach (var step in clock.StepsLeft(terms))
        {
            var at = clock.StepAt(step.At, terms.Hours);
            if (at <= now)
            {
                yield return (step, at);
            }
        }
    }
}

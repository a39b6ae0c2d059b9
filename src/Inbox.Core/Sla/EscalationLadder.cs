using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>What one clock of a case owes at a time, taken. Pure: changes the case and the clock given, tells the rest.</summary>
/// <param name="Steps">Rows of the steps taken, in order.</param>
/// <param name="Events">What the case's history says of them.</param>
/// <param name="Alarms">Whom to tell.</param>
internal sealed record EscalationLadder(IReadOnlyList<Escalation> Steps, IReadOnlyList<CaseEvent> Events, IReadOnlyList<EscalationLadder.Alarm> Alarms)
{
    /// <param name="Receiver">Null: the whole department, also where the person meant is missing, for an alarm must not go nowhere.</param>
    internal sealed record Alarm(long? Receiver, string Text);

    public static EscalationLadder Take(Case found, SlaClock clock, Rules rules, DateTimeOffset now)
    {
        var (taken, events, alarms) = (new List<Escalation>(), new List<CaseEvent>(), new List<Alarm>());
        var terms = rules.Terms(clock, found.Priority);
        if (clock.BreachedAt is null && clock.DueAt <= now)
        {
            clock.Breach(found.DepartmentId);
            Note(CaseEventKind.Breached, $"{Name(clock.Metric)} is late");
        }

        var steps = terms.Steps
            .Where(s => s.Metric == clock.Metric && s.SharePercent > clock.StepsTakenTo && clock.ShareAt(s.SharePercent, terms.Hours) <= now)
            .OrderBy(s => s.SharePercent)
            .ToList();
        foreach (var step in steps)
        {
            taken.Add(new Escalation
            {
                CaseId = found.Id,
                Metric = clock.Metric,
                Cycle = clock.Cycle,
                SharePercent = step.SharePercent,
                Action = step.Action,
                OwedAt = clock.ShareAt(step.SharePercent, terms.Hours),
                TakenAt = now,
            });
            Act(step);
        }

        clock.StepsTaken(steps.Count > 0 ? steps[^1].SharePercent : clock.StepsTakenTo, terms);
        return new EscalationLadder(taken, events, alarms);

        void Act(EscalationStep step)
        {
            var words = step.SharePercent < 100 ? $"{Name(clock.Metric)} is due soon" : $"{Name(clock.Metric)} is late";
            found.EscalationLevel = Math.Max(found.EscalationLevel, step.SharePercent >= 100 ? 2 : 1);
            if (step.Action != EscalationAction.RaisePriority)
            {
                alarms.Add(new Alarm(ReceiverOf(found, step.Action, rules), $"{found.Number}: {words}"));
            }
            else if (found.Priority < Priority.Urgent)
            {
                // Changes the order only: what was promised stays promised.
                Note(CaseEventKind.PriorityChanged, $"{found.Priority} → {found.Priority + 1}, since {Name(clock.Metric)} is at {step.SharePercent}%");
                found.SetPriority(found.Priority + 1);
            }

            Note(CaseEventKind.Escalated, $"{words} ({step.SharePercent}%): {ActionName(step.Action)}");
        }

        void Note(CaseEventKind kind, string detail) =>
            events.Add(new CaseEvent { CaseId = found.Id, At = now, Kind = kind, Detail = detail });
    }

    private static long? ReceiverOf(Case found, EscalationAction action, Rules rules) => action switch
    {
        EscalationAction.NotifyAssignee => found.AssigneeId,
        EscalationAction.NotifyLead => rules.Departments[found.DepartmentId].LeadId,
        _ => null,
    };

    private static string Name(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply => "First reply",
        SlaMetric.NextReply => "Next reply",
        SlaMetric.Callback => "Call-back",
        SlaMetric.HandoffAccept => "Acceptance of the handoff",
        SlaMetric.DepartmentTime => "Time in the department",
        _ => "Resolution",
    };

    private static string ActionName(EscalationAction action) => action switch
    {
        EscalationAction.NotifyAssignee => "told the assignee",
        EscalationAction.NotifyLead => "told the department's lead",
        EscalationAction.NotifyDepartment => "told the department",
        _ => "raised the priority",
    };
}

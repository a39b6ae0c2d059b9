using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Core.Sla;

namespace Inbox.Core.Demo;

/// <summary>Takes the steps of escalation ladders at the very time they fell due in a tale, as the worker does in real time.</summary>
internal sealed class Ladder(TaleBook book, Case @case, CaseClocks clocks)
{
    private Rules Rules => book.Company.Rules;

    public void ClimbTo(DateTimeOffset until)
    {
        while (Next(until) is { } clock)
        {
            Take(clock, clock.NextStepAt > clock.StartedAt ? clock.NextStepAt : clock.StartedAt);
        }

        clocks.Reckon();
    }

    private SlaClock? Next(DateTimeOffset until)
    {
        SlaClock? next = null;
        foreach (var clock in clocks.Started)
        {
            if (clock.NextStepAt <= until && clock.IsRunning && (next is null || clock.NextStepAt < next.NextStepAt))
            {
                next = clock;
            }
        }

        return next;
    }

    private void Take(SlaClock clock, DateTimeOffset at)
    {
        var terms = Rules.Terms(clock, @case.Priority);
        if (clock.BreachedAt is null && clock.DueAt <= at)
        {
            clock.Breach(@case.DepartmentId);
            Tell(CaseEventKind.Breached, $"{Name(clock.Metric)} is late", at);
        }

        var steps = terms.Steps
            .Where(s => s.Metric == clock.Metric && s.SharePercent > clock.StepsTakenTo && clock.ShareAt(s.SharePercent, terms.Hours) <= at)
            .OrderBy(s => s.SharePercent)
            .ToList();
        foreach (var step in steps)
        {
            book.Escalations.Add(new Escalation
            {
                CaseId = @case.Id,
                Metric = clock.Metric,
                Cycle = clock.Cycle,
                SharePercent = step.SharePercent,
                Action = step.Action,
                OwedAt = clock.ShareAt(step.SharePercent, terms.Hours),
                TakenAt = at,
            });
            Act(clock, step, at);
        }

        clock.StepsTaken(steps.Count > 0 ? steps[^1].SharePercent : clock.StepsTakenTo, terms);
    }

    private void Act(SlaClock clock, EscalationStep step, DateTimeOffset at)
    {
        var words = step.SharePercent < 100 ? $"{Name(clock.Metric)} is due soon" : $"{Name(clock.Metric)} is late";
        @case.EscalationLevel = Math.Max(@case.EscalationLevel, step.SharePercent >= 100 ? 2 : 1);
        if (step.Action != EscalationAction.RaisePriority)
        {
            Notify(step.Action, $"{@case.Number}: {words}", at);
        }
        else if (@case.Priority < Priority.Urgent)
        {
            // Changes the order only: what was promised stays promised.
            Tell(CaseEventKind.PriorityChanged, $"{@case.Priority} → {@case.Priority + 1}, since {Name(clock.Metric)} is at {step.SharePercent}%", at);
            @case.SetPriority(@case.Priority + 1);
        }

        Tell(CaseEventKind.Escalated, $"{words} ({step.SharePercent}%): {Name(step.Action)}", at);
    }

    private void Notify(EscalationAction action, string text, DateTimeOffset at)
    {
        if (at < book.NotifySince)
        {
            return;
        }

        var one = action switch
        {
            EscalationAction.NotifyAssignee => @case.AssigneeId,
            EscalationAction.NotifyLead => Rules.Departments[@case.DepartmentId].LeadId,
            _ => null,
        };
        IEnumerable<long> receivers = one is { } agent ? [agent] : book.Company.Staff(@case.DepartmentId).Select(c => c.Id);
        book.Notifications.AddRange(receivers.Select(id => new Notification { AgentId = id, CaseId = @case.Id, At = at, Text = text }));
    }

    private void Tell(CaseEventKind kind, string detail, DateTimeOffset at) =>
        book.Events.Add(new CaseEvent { CaseId = @case.Id, At = at, Kind = kind, Detail = detail });

    private static string Name(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply => "First reply",
        SlaMetric.NextReply => "Next reply",
        SlaMetric.Callback => "Call-back",
        SlaMetric.HandoffAccept => "Acceptance of the handoff",
        SlaMetric.DepartmentTime => "Time in the department",
        _ => "Resolution",
    };

    private static string Name(EscalationAction action) => action switch
    {
        EscalationAction.NotifyAssignee => "told the assignee",
        EscalationAction.NotifyLead => "told the department's lead",
        EscalationAction.NotifyDepartment => "told the department",
        _ => "raised the priority",
    };
}

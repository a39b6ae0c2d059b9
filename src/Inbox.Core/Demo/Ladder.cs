using Inbox.Core.Cases;
using Inbox.Core.Notifications;
using Inbox.Core.Sla;

namespace Inbox.Core.Demo;

/// <summary>Takes the steps of escalation ladders at the very time they fell due in a tale, as the worker does in real time.</summary>
internal sealed class Ladder(TaleBook book, Case @case, CaseClocks clocks)
{
    public void ClimbTo(DateTimeOffset until)
    {
        while (Next(until) is { } clock)
        {
            Take(clock.NextStepAt > clock.StartedAt ? clock.NextStepAt : clock.StartedAt);
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

    private void Take(DateTimeOffset at)
    {
        var effects = EscalationLadder.Climb(@case, clocks.Started, book.Company.Rules, book.Company.AllStaff, at);
        book.Escalations.AddRange(effects.Steps);
        book.Events.AddRange(effects.Events);
        if (at >= book.NotifySince)
        {
            book.Notifications.AddRange(effects.Told.Select(t => new Notification { AgentId = t.AgentId, Kind = t.Kind, CaseId = @case.Id, At = at, Text = t.Fact.Text }));
        }
    }
}

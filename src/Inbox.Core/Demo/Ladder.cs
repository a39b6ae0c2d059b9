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
        var climbed = EscalationLadder.Take(@case, clock, book.Company.Rules, at);
        book.Escalations.AddRange(climbed.Steps);
        book.Events.AddRange(climbed.Events);
        foreach (var alarm in climbed.Alarms.Where(_ => at >= book.NotifySince))
        {
            IEnumerable<long> receivers = alarm.Receiver is { } agent ? [agent] : book.Company.Staff(@case.DepartmentId).Select(c => c.Id);
            book.Notifications.AddRange(receivers.Select(id => new Notification { AgentId = id, CaseId = @case.Id, At = at, Text = alarm.Text }));
        }
    }
}

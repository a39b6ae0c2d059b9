using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Takes every step that one case owes now. The row of a step commits together with what the step does.</summary>
internal sealed class EscalateCase(InboxDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>False when another node holds the case or nothing is owed any more.</summary>
    public async Task<bool> RunAsync(long caseId, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db.Cases.FromSql($"SELECT * FROM cases WHERE id = {caseId} FOR UPDATE SKIP LOCKED").SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return false;
        }

        var clocks = await db.SlaClocks.Where(c => c.CaseId == caseId).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        var now = time.Now();
        var owed = clocks.Where(c => c.NextStepAt <= now).OrderBy(c => c.NextStepAt).ToList();
        foreach (var clock in owed)
        {
            await EscalateAsync(found, clock, rules, now, cancellationToken);
        }

        new CaseClocks(rules, found, clocks).Reckon();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return owed.Count > 0;
    }

    private async Task EscalateAsync(Case found, SlaClock clock, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var terms = rules.Terms(clock, found.Priority);
        if (clock.BreachedAt is null && clock.DueAt <= now)
        {
            clock.Breach(found.DepartmentId);
            Note(found.Id, CaseEventKind.Breached, $"{Name(clock.Metric)} is late", now);
        }

        var steps = terms.Steps
            .Where(s => s.Metric == clock.Metric && s.SharePercent > clock.StepsTakenTo && clock.ShareAt(s.SharePercent, terms.Hours) <= now)
            .OrderBy(s => s.SharePercent)
            .ToList();
        foreach (var step in steps)
        {
            db.Escalations.Add(new Escalation
            {
                CaseId = found.Id,
                Metric = clock.Metric,
                Cycle = clock.Cycle,
                SharePercent = step.SharePercent,
                Action = step.Action,
                OwedAt = clock.ShareAt(step.SharePercent, terms.Hours),
                TakenAt = now,
            });
            await TakeAsync(found, clock, step, rules, now, cancellationToken);
        }

        clock.StepsTaken(steps.Count > 0 ? steps[^1].SharePercent : clock.StepsTakenTo, terms);
    }

    private async Task TakeAsync(Case found, SlaClock clock, EscalationStep step, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var words = step.SharePercent < 100 ? $"{Name(clock.Metric)} is due soon" : $"{Name(clock.Metric)} is late";
        found.EscalationLevel = Math.Max(found.EscalationLevel, step.SharePercent >= 100 ? 2 : 1);
        switch (step.Action)
        {
            case EscalationAction.RaisePriority when found.Priority < Priority.Urgent:
                // Changes the order only: what was promised stays promised.
                Note(found.Id, CaseEventKind.PriorityChanged, $"{found.Priority} → {found.Priority + 1}, since {Name(clock.Metric)} is at {step.SharePercent}%", now);
                found.SetPriority(found.Priority + 1);
                break;
            case EscalationAction.RaisePriority:
                break;
            default:
                foreach (var agentId in await ReceiversAsync(found, step.Action, rules, cancellationToken))
                {
                    db.Notifications.Add(new Notification { AgentId = agentId, CaseId = found.Id, At = now, Text = $"{found.Number}: {words}" });
                }

                break;
        }

        Note(found.Id, CaseEventKind.Escalated, $"{words} ({step.SharePercent}%): {ActionName(step.Action)}", now);
    }

    /// <summary>Where the person meant is missing, the department hears of it: an alarm must not go nowhere.</summary>
    private async Task<IReadOnlyList<long>> ReceiversAsync(Case found, EscalationAction action, Rules rules, CancellationToken cancellationToken)
    {
        var one = action switch
        {
            EscalationAction.NotifyAssignee => found.AssigneeId,
            EscalationAction.NotifyLead => rules.Departments[found.DepartmentId].LeadId,
            _ => null,
        };
        return one is { } agentId
            ? [agentId]
            : await db.Users
                .Where(a => a.DisabledAt == null && a.Role != Role.Marketing && a.Departments.Any(d => d.DepartmentId == found.DepartmentId))
                .Select(a => a.Id)
                .ToListAsync(cancellationToken);
    }

    private void Note(long caseId, CaseEventKind kind, string detail, DateTimeOffset now) =>
        db.Events.Add(new CaseEvent { CaseId = caseId, At = now, Kind = kind, Detail = detail });

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

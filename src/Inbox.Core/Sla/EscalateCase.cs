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
        var climbed = EscalationLadder.Take(found, clock, rules, now);
        db.Escalations.AddRange(climbed.Steps);
        db.Events.AddRange(climbed.Events);
        foreach (var alarm in climbed.Alarms)
        {
            foreach (var agentId in alarm.Receiver is { } one ? [one] : await MembersAsync(found.DepartmentId, cancellationToken))
            {
                db.Notifications.Add(new Notification { AgentId = agentId, CaseId = found.Id, At = now, Text = alarm.Text });
            }
        }
    }

    private Task<List<long>> MembersAsync(long departmentId, CancellationToken cancellationToken) => db.Users
        .Where(a => a.DisabledAt == null && a.Role != Role.Marketing && a.Departments.Any(d => d.DepartmentId == departmentId))
        .Select(a => a.Id)
        .ToListAsync(cancellationToken);
}

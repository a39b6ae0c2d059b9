using Inbox.Core.Data;
using Inbox.Core.Sla;
using Inbox.Testing.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Inbox.Core.Tests.Sla;

/// <summary>Ladders as they were stored before steps had positions.</summary>
public sealed class LaddersMigrationTests
{
    [Fact]
    public async Task Steps_that_were_taken_stay_taken_when_steps_get_positions()
    {
        await using var database = await (await PostgresFixture.SharedAsync()).CreateDatabaseAsync(new DatabaseTemplate("bare", "", (_, _) => Task.CompletedTask));
        await using var db = new InboxDb(new DbContextOptionsBuilder<InboxDb>().UseNpgsql(database.ConnectionString).Options);
        var before = db.Database.GetMigrations().TakeWhile(m => !m.EndsWith("_Ladders", StringComparison.Ordinal)).Last();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync(before);
        await db.Database.ExecuteSqlRawAsync(
            """
            SET session_replication_role = replica;
            INSERT INTO sla_policies (id, name, position, enabled, around_the_clock, pause_on_hold, targets, steps, revision)
            VALUES (1, 'Old', 1, true, true, false, '[]', '[{{"metric":"FirstReply","sharePercent":75,"action":"NotifyAssignee"}},{{"metric":"FirstReply","sharePercent":100,"action":"NotifyLead"}},{{"metric":"Resolution","sharePercent":100,"action":"RaisePriority"}},{{"metric":"FirstReply","sharePercent":150,"action":"NotifyDepartment"}}]', 0);
            INSERT INTO sla_clocks (id, case_id, metric, cycle, policy_id, department_id, started_at, resumed_at, consumed, target, due_at, steps_taken_to, next_step_at, fixed_due)
            VALUES (1, 7, 'FirstReply', 1, 1, 1, now(), now(), '0', '1:00', now(), 100, 'infinity', false), (2, 8, 'FirstReply', 1, 1, 1, now(), now(), '0', '1:00', now(), 0, now(), false);
            INSERT INTO escalations (case_id, metric, cycle, share_percent, action, owed_at, taken_at)
            VALUES (7, 'FirstReply', 1, 100, 'NotifyLead', now(), now()), (7, 'FirstReply', 1, 75, 'NotifyAssignee', now(), now());
            """);

        await migrator.MigrateAsync();

        (await db.SlaPolicies.SingleAsync()).Steps.ShouldBe(
        [
            new EscalationStep(1, SlaMetric.FirstReply, StepTime.Share(75), EscalationAction.NotifyAssignee),
            new EscalationStep(2, SlaMetric.FirstReply, StepTime.Due, EscalationAction.NotifyLead),
            new EscalationStep(1, SlaMetric.Resolution, StepTime.Due, EscalationAction.RaisePriority),
            new EscalationStep(3, SlaMetric.FirstReply, StepTime.Share(150), EscalationAction.NotifyDepartment),
        ]);
        (await db.SlaClocks.OrderBy(c => c.Id).Select(c => c.StepsTaken).ToListAsync()).ShouldBe([[1, 2], []]);
        (await db.Escalations.OrderBy(e => e.Position).Select(e => e.Action).ToListAsync()).ShouldBe([EscalationAction.NotifyAssignee, EscalationAction.NotifyLead]);
    }
}

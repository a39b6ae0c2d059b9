using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing.Learning;

/// <summary>Watches a locked case, whichever command changes it, for a person who sends it elsewhere than routing had.</summary>
/// <remarks>
/// Until the first answer, a move says that the case lay wrong, at once or by an accepted offer. A department that has
/// answered and then hands the case on had it rightly.
/// </remarks>
internal sealed class RoutedChange(Case @case)
{
    private readonly bool _answered = @case.LastAnswerAt is not null;
    private long _department = @case.DepartmentId;
    private (Actor By, DateTimeOffset At)? _noted;

    public void Noted(Actor actor, DateTimeOffset now) => _noted = (actor, now);

    /// <summary>Call before the case is saved.</summary>
    public async Task CountAsync(InboxDb db, CancellationToken cancellationToken)
    {
        var (from, to) = (_department, @case.DepartmentId);
        if (from == to || _noted is not { } noted || @case.RoutedBy is not { } by || _answered)
        {
            return;
        }

        _department = to;
        if (noted.By.AgentId is not { } agent)
        {
            @case.ForgetRouting();
            return;
        }

        // What routing itself offered has come where routing wanted it.
        if (db.Handoffs.Local.Any(h => h.CaseId == @case.Id && h is { State: HandoffState.Accepted, OfferedById: null } && h.ToDepartmentId == to))
        {
            @case.ForgetRouting();
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO routing_corrections (case_id, routed_by, rule_id, from_department_id, to_department_id, at, agent_id)
            VALUES ({@case.Id}, {by.ToString()}, {@case.RoutingRuleId}, {from}, {to}, {noted.At}, {agent})
            ON CONFLICT (case_id) DO UPDATE SET to_department_id = excluded.to_department_id, at = excluded.at, agent_id = excluded.agent_id
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM routing_corrections WHERE case_id = {@case.Id} AND from_department_id = to_department_id", cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Who hears of a handoff: the receiver of an offer, the offerer of what became of it, both leads when a case goes back and forth.</summary>
internal static class HandoffNotices
{
    /// <summary>Tells the people of the receiving departments, or the lead of one that has none. Two statements, however many cases are offered.</summary>
    public static async Task TellOfferedAsync(this InboxDb db, IReadOnlyCollection<Case> offered, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (offered.Count == 0)
        {
            return;
        }

        var people = await db.PeopleOfAsync([.. offered.Select(c => c.OfferedToId!.Value).Distinct()], rules, cancellationToken);
        await db.TellAsync(
            [.. offered.Select(c => new Notice(NotificationKind.Handoff, people[c.OfferedToId!.Value], c, $"{c.Number} is offered to {rules.Departments[c.OfferedToId.Value].Name}", actor.AgentId))],
            now,
            cancellationToken);
    }

    /// <summary>Tells who offered; where a rule did, the assignee or else the lead of the department it stays with.</summary>
    public static Task TellDecidedAsync(this InboxDb db, Case @case, Handoff handoff, string what, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var offerer = handoff.OfferedById ?? @case.AssigneeId ?? rules.Departments[handoff.FromDepartmentId].LeadId;
        return db.TellAsync(new Notice(NotificationKind.Handoff, offerer is { } known ? [known] : [], @case, $"{@case.Number}: {what}", actor.AgentId), now, cancellationToken);
    }

    /// <summary>A case that was declined twice, or offered to one department for the third time, is flagged once, and both leads are told.</summary>
    public static async Task WatchPingPongAsync(this InboxDb db, LockedCase locked, Handoff handoff, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (locked.Case.PingPong)
        {
            return;
        }

        // The handoff at hand may not be stored yet, and counts as it is now.
        var before = db.Handoffs.Where(h => h.CaseId == handoff.CaseId && h.Id != handoff.Id);
        var passedOn = handoff.State == HandoffState.Declined
            ? await before.CountAsync(h => h.State == HandoffState.Declined, cancellationToken) >= 1
            : await before.CountAsync(h => h.ToDepartmentId == handoff.ToDepartmentId, cancellationToken) >= 2;
        if (!passedOn)
        {
            return;
        }

        locked.Case.FlagPingPong();
        var (from, to) = (rules.Departments[handoff.FromDepartmentId], rules.Departments[handoff.ToDepartmentId]);
        locked.Note(CaseEventKind.PingPong, Actor.System, now, $"between {from.Name} and {to.Name}");
        var text = $"{locked.Case.Number} goes back and forth between {from.Name} and {to.Name}";

        // A contractor's lead may not read the case any more, and hears of it all the same.
        await db.TellAsync(
            [.. new[] { from, to }.Where(d => d.LeadId is not null).DistinctBy(d => d.LeadId)
                .Select(d => new Notice(NotificationKind.Handoff, [d.LeadId!.Value], d.External ? null : locked.Case, text, actor.AgentId))],
            now,
            cancellationToken);
    }

    /// <summary>Those who can act for each department; its lead where nobody is there.</summary>
    public static async Task<Dictionary<long, List<long>>> PeopleOfAsync(this InboxDb db, long[] departments, Rules rules, CancellationToken cancellationToken)
    {
        var members = await db.AgentDepartments
            .Where(m => departments.Contains(m.DepartmentId) && db.Users.Any(a => a.Id == m.AgentId && a.DisabledAt == null && a.Role != Role.Marketing))
            .Select(m => new { m.DepartmentId, m.AgentId })
            .ToListAsync(cancellationToken);
        return departments.ToDictionary(
            id => id,
            id => members.Where(m => m.DepartmentId == id).Select(m => m.AgentId).ToList() is { Count: > 0 } there ? there : rules.Departments[id].LeadId is { } lead ? [lead] : []);
    }
}

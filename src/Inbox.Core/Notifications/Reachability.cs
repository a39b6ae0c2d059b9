using Inbox.Core.Data;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>Reads when people may be reached.</summary>
public static class Reachability
{
    /// <summary>Of one agent, whether it is quiet for them now: then their browsers show nothing.</summary>
    public static async Task<bool> IsQuietAsync(this InboxDb db, long agentId, Rules rules, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.QuietHours.AsNoTracking().SingleOrDefaultAsync(q => q.AgentId == agentId, cancellationToken) is { } quiet
        && HoursOf(quiet, rules) is var hours && hours.NextOpening(now) is { } opening && opening > now;

    /// <summary>Of several, in two statements.</summary>
    internal static async Task<Dictionary<long, MailTimes>> TimesAsync(this InboxDb db, long[] agentIds, Rules rules, CancellationToken cancellationToken)
    {
        var quiet = await db.QuietHours.AsNoTracking().Where(q => agentIds.Contains(q.AgentId)).ToDictionaryAsync(q => q.AgentId, cancellationToken);
        var departments = (await db.AgentDepartments.AsNoTracking().Where(d => agentIds.Contains(d.AgentId)).OrderBy(d => d.DepartmentId).ToListAsync(cancellationToken))
            .ToLookup(d => d.AgentId, d => d.DepartmentId);
        return agentIds.ToDictionary(id => id, id =>
        {
            var own = quiet.GetValueOrDefault(id);
            var zone = own?.TimeZone ?? (own?.CalendarId is { } calendar ? rules.Calendars[calendar].TimeZone : null)
                ?? departments[id].Where(rules.Departments.ContainsKey).Select(rules.Zone).FirstOrDefault(z => z is not null) ?? "Etc/UTC";
            return new MailTimes(own is null ? WorkingTime.AroundTheClock : HoursOf(own, rules), TimeZoneInfo.FindSystemTimeZoneById(zone));
        });
    }

    private static WorkingTime HoursOf(QuietHours quiet, Rules rules) => quiet switch
    {
        { CalendarId: { } calendar } => rules.Hours(calendar),
        { Hours: { } week, TimeZone: { } zone } when WeeklyHours.TryParse(week, out var shifts, out _) => new WorkingTime(zone, shifts, []),
        _ => WorkingTime.AroundTheClock,
    };
}

using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web;

/// <summary>The time zone in which reports cut their days: that of most departments.</summary>
internal static class CompanyZone
{
    private const string Otherwise = "UTC";

    public static async Task<string> CompanyZoneAsync(this InboxDb db, IReadOnlyCollection<long> departments, CancellationToken cancellationToken) =>
        await db.Departments.Where(d => departments.Contains(d.Id))
            .Join(db.Calendars, d => d.CalendarId, c => c.Id, (_, c) => c.TimeZone)
            .GroupBy(zone => zone)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
            .Select(g => g.Key)
            .FirstOrDefaultAsync(cancellationToken) ?? Otherwise;
}

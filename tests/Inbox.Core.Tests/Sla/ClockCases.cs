using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Sla;

/// <summary>Cases with clocks, many at once and without the way through a door.</summary>
internal static class ClockCases
{
    /// <summary>Cases opened now with four hours for the first reply, and a step at three quarters. Returns the id of the first; the others follow.</summary>
    public static async Task<long> CaseAsync(this SettingsFixture inbox, long calendarId, bool byUs = false, int count = 1, Rules? rules = null)
    {
        var department = await inbox.DepartmentAsync(calendarId);
        var channel = await inbox.InsertAsync(new Channel { Key = SettingsFixture.UniqueKey(), Name = "Mail", Kind = "letterbox", DepartmentId = department.Id });
        if (!await inbox.ReadAsync(db => db.SlaPolicies.AnyAsync()))
        {
            await inbox.InsertAsync(new SlaPolicy
            {
                Name = "All",
                Targets = [new SlaTarget(SlaMetric.FirstReply, null, 240, null, null)],
                Steps = [new EscalationStep(1, SlaMetric.FirstReply, StepTime.Share(75), EscalationAction.NotifyLead)],
            });
        }

        var present = await inbox.ReadAsync(async db => new Rules(
            await db.Departments.ToListAsync(),
            await db.Channels.ToListAsync(),
            rules?.Calendars.Values ?? await db.Calendars.ToListAsync(),
            [],
            await db.SlaPolicies.ToListAsync(),
            new Dictionary<string, long>(StringComparer.Ordinal)));
        var now = inbox.Time.Now();
        var first = await inbox.ReadAsync(db => db.Cases.Select(c => c.Id).DefaultIfEmpty().MaxAsync()) + 1;
        await inbox.ReadAsync(async db =>
        {
            for (var id = first; id < first + count; id++)
            {
                var opened = Inbox.Core.Cases.Case.Open(id, new CaseOpening { Subject = "Parcel", ChannelId = channel.Id, DepartmentId = department.Id }, now);
                var clocks = new CaseClocks(present, opened, []);
                clocks.Opened(now, byUs, customerGroup: null);
                db.Add(opened);
                db.AddRange(clocks.Started);
            }

            return await db.SaveChangesAsync();
        });
        return first;
    }

    public static Task<SlaClock> ClockAsync(this SettingsFixture inbox, long caseId, SlaMetric metric) =>
        inbox.ReadAsync(db => db.SlaClocks.AsNoTracking().SingleAsync(c => c.CaseId == caseId && c.Metric == metric));
}

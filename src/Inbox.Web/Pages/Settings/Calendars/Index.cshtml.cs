using System.Globalization;
using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Calendars;

public sealed class IndexModel(IMediator mediator, InboxDb db, TimeProvider time) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Calendars { get; private set; } = [];

    public RecomputeNote Recompute { get; private set; } = new([]);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var cases = await db.SlaClocks.Where(c => c.StoppedAt == null && c.CalendarId != null)
            .GroupBy(c => c.CalendarId!.Value)
            .Select(g => new { g.Key, Count = g.Select(c => c.CaseId).Distinct().Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var today = DateOnly.FromDateTime(time.Now().UtcDateTime);
        var calendars = await db.Calendars.AsNoTracking().OrderBy(c => c.Name).ToListAsync(cancellationToken);
        Calendars = calendars.ConvertAll(c => new Row(
            c.Id, c.Name, c.TimeZone, WeekOf(c.Hours), c.Holidays.Count(h => h.Date >= today), cases.GetValueOrDefault(c.Id)));
        Recompute = await RecomputeNote.OfCalendarsAsync(db, time.Now(), cancellationToken);
    }

    public async Task<IActionResult> OnGetRecomputeAsync(CancellationToken cancellationToken) =>
        Partial("Settings/_Recompute", await RecomputeNote.OfCalendarsAsync(db, time.Now(), cancellationToken));

    internal static string WeekOf(IReadOnlyDictionary<string, string[]> hours) =>
        WeeklyHours.TryParse(hours, out var shifts, out _)
            ? (shifts.Sum(s => s.ToMinute - s.FromMinute) / 60d).ToString("0.##", CultureInfo.InvariantCulture)
            : "unreadable";

    public sealed record Row(long Id, string Name, string TimeZone, string HoursAWeek, int HolidaysToCome, int Cases);
}

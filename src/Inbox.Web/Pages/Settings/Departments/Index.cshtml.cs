using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Departments;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Departments { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Departments = await db.Departments.OrderBy(d => d.Name)
            .Select(d => new Row(
                d.Id, d.Name, d.Key, d.Hue, d.External, d.Confidential,
                db.Users.Where(a => a.Id == d.LeadId).Select(a => a.DisplayName).FirstOrDefault(),
                db.Calendars.Where(c => c.Id == d.CalendarId).Select(c => c.Name).FirstOrDefault(),
                db.AgentDepartments.Count(m => m.DepartmentId == d.Id)))
            .ToListAsync(cancellationToken);

    public sealed record Row(long Id, string Name, string Key, int Hue, bool External, bool Confidential, string? Lead, string? Calendar, int People);
}

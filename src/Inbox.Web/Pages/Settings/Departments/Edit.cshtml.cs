using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Departments;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public List<SelectListItem> Agents { get; private set; } = [];

    public List<SelectListItem> Calendars { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var found = await db.Departments.Where(d => d.Id == id)
                .Select(d => new Form
                {
                    Revision = d.Revision, Name = d.Name, Key = d.Key, Hue = d.Hue, LeadId = d.LeadId, CalendarId = d.CalendarId,
                    External = d.External, Confidential = d.Confidential, Signature = d.Signature,
                })
                .FirstOrDefaultAsync(cancellationToken);
            if (found is null)
            {
                return NotFound();
            }

            Input = found;
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(
            new SaveDepartment.Command(
                Id, Input.Revision, Input.Name ?? "", Input.Key?.Trim() ?? "", Input.Hue, Input.LeadId, Input.CalendarId,
                Input.External, Input.Confidential, Input.Signature ?? "", Me),
            field: null,
            cancellationToken);
        if (saved is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/departments");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Calendars = await Choices.CalendarsAsync(db, cancellationToken);
        Agents = await db.Users.Where(a => a.DisabledAt == null || a.Id == Input.LeadId).OrderBy(a => a.DisplayName)
            .Select(a => new SelectListItem(a.DisplayName, a.Id.ToString(CultureInfo.InvariantCulture)))
            .ToListAsync(cancellationToken);
        return Page();
    }

    public sealed class Form
    {
        public int Revision { get; set; }

        public string? Name { get; set; }

        public string? Key { get; set; }

        public int Hue { get; set; }

        public long? LeadId { get; set; }

        public long? CalendarId { get; set; }

        public bool External { get; set; }

        public bool Confidential { get; set; }

        public string? Signature { get; set; }
    }
}

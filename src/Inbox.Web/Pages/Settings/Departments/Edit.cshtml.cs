using System.Globalization;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Departments;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    private const int EmptyLines = 3;

    [BindProperty]
    public Form Input { get; set; } = new();

    public List<SelectListItem> Agents { get; private set; } = [];

    public List<SelectListItem> Calendars { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var found = await db.Departments.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancellationToken);
            if (found is null)
            {
                return NotFound();
            }

            Input = new Form
            {
                Revision = found.Revision, Name = found.Name, Key = found.Key, Hue = found.Hue, LeadId = found.LeadId, CalendarId = found.CalendarId,
                External = found.External, Confidential = found.Confidential, Signature = found.Signature,
                Checklist = found.Checklist.ConvertAll(i => new Item { Label = i.Label, Kind = i.Kind, Required = i.Required }),
            };
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(
            new SaveDepartment.Command(
                Id, Input.Revision, Input.Name ?? "", Input.Key?.Trim() ?? "", Input.Hue, Input.LeadId, Input.CalendarId,
                Input.External, Input.Confidential, Input.Signature ?? "", Me)
            {
                Checklist = [.. Input.Checklist.Where(i => !string.IsNullOrWhiteSpace(i.Label)).Select(i => new ChecklistItem(i.Label!, i.Kind, i.Required))],
            },
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
        // Without a script, empty lines are how one adds to a list.
        var filled = Input.Checklist.Count(i => !string.IsNullOrWhiteSpace(i.Label));
        while (Input.Checklist.Count < Math.Min(filled + EmptyLines, SaveDepartment.MostItems))
        {
            Input.Checklist.Add(new Item());
        }

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

        public List<Item> Checklist { get; set; } = [];
    }

    /// <summary>A line of what is asked of whoever offers a case; without a label it is not there.</summary>
    public sealed class Item
    {
        public string? Label { get; set; }

        public ChecklistKind Kind { get; set; }

        public bool Required { get; set; }
    }
}

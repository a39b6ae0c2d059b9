using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Sla;

public sealed partial class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public PolicyForm Input { get; set; } = new();

    public List<SelectListItem> Channels { get; private set; } = [];

    public List<SelectListItem> Departments { get; private set; } = [];

    public List<SelectListItem> Calendars { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.SlaPolicies.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } policy)
            {
                return NotFound();
            }

            Input = PolicyForm.Of(policy);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var targets = Input.ReadTargets((field, problem) => ModelState.AddModelError("Input." + field, problem));
        var steps = ReadSteps();
        var saved = await SaveAsync(
            new SaveSlaPolicy.Command(
                Id, Input.Revision, Input.Name ?? "", Input.Enabled, Input.ChannelId, Input.DepartmentId, Input.Priority, Input.Tag, Input.MinReach,
                Input.CustomerGroup, Input.External, Input.CalendarId, Input.AroundTheClock, Input.PauseWaiting, Input.PauseOnHold, Input.WarningShare, targets, steps, Me),
            field: null,
            cancellationToken);
        if (saved is not { } result)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = RecomputeNote.Saved(Input.Name, result.Value.Clocks);
        return LocalRedirect("/settings/sla");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Channels = await Choices.ChannelsAsync(db, cancellationToken);
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        await ReadStepChoicesAsync(cancellationToken);
        Calendars = await Choices.CalendarsAsync(db, cancellationToken);
        return Page();
    }
}

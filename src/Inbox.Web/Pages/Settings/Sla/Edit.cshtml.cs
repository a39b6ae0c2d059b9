using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Sla;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    /// <summary>Metrics that a step can follow: those with a due time.</summary>
    public static IReadOnlyList<SlaMetric> Stepped { get; } = [.. SaveSlaPolicy.Promised, SlaMetric.Callback];

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
        // Blank rows go first, so that the numbers of steps are those of the command.
        Input.Steps.RemoveAll(s => s.SharePercent is null && ModelState.IsValid);
        var targets = Input.ReadTargets((field, problem) => ModelState.AddModelError("Input." + field, problem));
        var saved = await SaveAsync(
            new SaveSlaPolicy.Command(
                Id, Input.Revision, Input.Name ?? "", Input.Enabled, Input.ChannelId, Input.DepartmentId, Input.Priority, Input.Tag, Input.MinReach,
                Input.CustomerGroup, Input.External, Input.CalendarId, Input.AroundTheClock, Input.PauseOnHold, targets, Input.ReadSteps(), Me),
            field: null,
            cancellationToken);
        if (saved is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/sla");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Input.OfferSteps();
        Channels = await Choices.ChannelsAsync(db, cancellationToken);
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        Calendars = await Choices.CalendarsAsync(db, cancellationToken);
        return Page();
    }
}

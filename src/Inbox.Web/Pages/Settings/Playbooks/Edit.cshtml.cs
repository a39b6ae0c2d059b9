using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Playbooks;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Playbooks;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public PlaybookForm Input { get; set; } = new();

    public List<SelectListItem> Departments { get; private set; } = [];

    public List<SelectListItem> Channels { get; private set; } = [];

    public List<SelectListItem> Policies { get; private set; } = [];

    /// <summary>Canned answers and macros that a step may have a button for.</summary>
    public List<SelectListItem> Does { get; private set; } = [];

    public List<string> Tags { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.Playbooks.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } playbook)
            {
                return NotFound();
            }

            Input = PlaybookForm.Of(playbook);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await SaveAsync(Input.ToCommand(Id, Me), field: null, cancellationToken) is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/playbooks");
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeletePlaybook.Command(id, Me), () => Task.FromResult(GoTo("/settings/playbooks")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Input.OfferSteps();
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        Channels = await Choices.ChannelsAsync(db, cancellationToken);
        Policies = await db.SlaPolicies.OrderBy(p => p.Position).Select(p => new SelectListItem(p.Name, p.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);
        Tags = await db.Tags.Where(t => !t.Archived).OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(cancellationToken);
        Does =
        [
            .. await db.CannedAnswers.Where(a => a.OwnerId == null).OrderBy(a => a.Title).Select(a => new SelectListItem("Answer: " + a.Title, "answer-" + a.Id)).ToListAsync(cancellationToken),
            .. await db.Macros.Where(m => m.OwnerId == null).OrderBy(m => m.Name).Select(m => new SelectListItem("Macro: " + m.Name, "macro-" + m.Id)).ToListAsync(cancellationToken),
        ];
        return Page();
    }
}

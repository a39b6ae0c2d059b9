using Inbox.Core.Data;
using Inbox.Core.Macros;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Macros;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public MacroForm Input { get; set; } = new();

    public MacroChoices Choices { get; private set; } = new([], [], [], []);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.Macros.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id && m.OwnerId == null, cancellationToken) is not { } macro)
            {
                return NotFound();
            }

            Input = MacroForm.Of(macro);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await SaveAsync(Input.ToCommand(Id, personal: false, Me), MacroForm.FieldOf, cancellationToken) is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/macros");
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteMacro.Command(id, Personal: false, Me), () => Task.FromResult(GoTo("/settings/macros")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Choices = await MacroChoices.ReadAsync(db, cancellationToken);
        return Page();
    }
}

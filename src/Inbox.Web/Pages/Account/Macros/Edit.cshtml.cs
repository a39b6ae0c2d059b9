using Inbox.Core.Data;
using Inbox.Core.Macros;
using Inbox.Web.Pages.Settings;
using Inbox.Web.Pages.Settings.Macros;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Account;

/// <summary>A macro of one's own. Contractors have none: its form names departments, people and playbooks of the company.</summary>
public sealed class OwnMacroModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public MacroForm Input { get; set; } = new();

    public MacroChoices Choices { get; private set; } = new([], [], [], []);

    protected override bool IsOpenToMe => Me.AgentId is not null && !Me.External;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var me = Me.AgentId;
            if (await db.Macros.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id && m.OwnerId == me, cancellationToken) is not { } macro)
            {
                return NotFound();
            }

            Input = MacroForm.Of(macro);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await SaveAsync(Input.ToCommand(Id, personal: true, Me), MacroForm.FieldOf, cancellationToken) is null ? await ShowAsync(cancellationToken) : LocalRedirect("/account");

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteMacro.Command(id, Personal: true, Me), () => Task.FromResult(GoTo("/account")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Choices = await MacroChoices.ReadAsync(db, cancellationToken);
        return Page();
    }
}

using Inbox.Core.CannedAnswers;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Answers;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public AnswerForm Input { get; set; } = new();

    public List<SelectListItem> Departments { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.CannedAnswers.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.OwnerId == null, cancellationToken) is not { } answer)
            {
                return NotFound();
            }

            Input = AnswerForm.Of(answer);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await SaveAsync(Input.ToCommand(Id, personal: false, Me), field: null, cancellationToken) is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Title} is saved.";
        return LocalRedirect("/settings/answers");
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteCannedAnswer.Command(id, Personal: false, Me), () => Task.FromResult(GoTo("/settings/answers")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        return Page();
    }
}

using Inbox.Core.CannedAnswers;
using Inbox.Core.Data;
using Inbox.Web.Pages.Settings;
using Inbox.Web.Pages.Settings.Answers;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Account;

/// <summary>A canned answer of one's own.</summary>
public sealed class OwnAnswerModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    [BindProperty]
    public AnswerForm Input { get; set; } = new();

    protected override bool IsOpenToMe => Me.AgentId is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var me = Me.AgentId;
            if (await db.CannedAnswers.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.OwnerId == me, cancellationToken) is not { } answer)
            {
                return NotFound();
            }

            Input = AnswerForm.Of(answer);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await SaveAsync(Input.ToCommand(Id, personal: true, Me), field: null, cancellationToken) is null ? Page() : LocalRedirect("/account");

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteCannedAnswer.Command(id, Personal: true, Me), () => Task.FromResult(GoTo("/account")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());
}

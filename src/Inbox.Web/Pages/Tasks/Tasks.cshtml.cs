using Inbox.Core;
using Inbox.Core.Cases.Tasks;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Tasks;

/// <summary>What is done to a task, from the view of tasks or from beside its case. The page refreshes itself afterwards.</summary>
internal sealed class TasksModel(IMediator mediator) : InboxPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public IActionResult OnGet() => NotFound();

    public async Task<IActionResult> OnPostTakeAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new TakeTask.Command(Id, Me), cancellationToken));

    public async Task<IActionResult> OnPostFinishAsync(string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new FinishTask.Command(Id, reason ?? "", Me), cancellationToken));

    public async Task<IActionResult> OnPostDeclineAsync(string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DeclineTask.Command(Id, reason ?? "", Me), cancellationToken));

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new WithdrawTask.Command(Id, Me), cancellationToken));

    private IActionResult Answer(Result<Done> result) => result.IsOk ? new NoContentResult() : Refuse(result.Error);
}

/// <summary>The buttons of a task.</summary>
internal sealed record TaskActs(long Id, bool MayTake, bool MayDo, bool MayWithdraw);

using Inbox.Core;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Macros;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Palette;

/// <summary>What agents take from while they work on a case: canned answers and macros.</summary>
internal sealed class PaletteModel(IMediator mediator) : InboxPage
{
    private const string ErrorHeader = "Inbox-Error";

    public async Task<IActionResult> OnGetAsync(long @case, string? q, bool note, CancellationToken cancellationToken) =>
        await mediator.Send(new PaletteSearch.Query(@case, q ?? "", note, Me), cancellationToken) is { } found ? Partial("_Entries", found) : NotFound();

    /// <summary>The answer, filled in, to stand where the cursor is.</summary>
    public async Task<IActionResult> OnPostAnswerAsync(long @case, long id, bool note, CancellationToken cancellationToken)
    {
        var taken = await mediator.Send(new TakeCannedAnswer.Command(@case, id, note, Me), cancellationToken);
        return taken.IsOk ? new JsonResult(new { text = taken.Value }) : No(taken.Error);
    }

    /// <summary>Runs a macro; its answer, if it has one, goes into the composer.</summary>
    public async Task<IActionResult> OnPostMacroAsync(long @case, long id, string? reason, bool tasksLeft, string? key, CancellationToken cancellationToken)
    {
        var run = await mediator.Send(new RunMacro.Command(@case, id, reason, Me, key) { TasksLeft = tasksLeft }, cancellationToken);
        return run.IsOk ? new JsonResult(new { name = run.Value.Name, text = run.Value.Answer, offered = run.Value.Offered }) : No(run.Error);
    }

    private IActionResult No(Error error)
    {
        Response.Headers[ErrorHeader] = error.Code;
        return Refuse(error);
    }
}

using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Cases.Merging;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Cases;

/// <summary>Merge, split, links. What can be taken back answers with what the toast needs for it.</summary>
internal sealed partial class CaseModel
{
    /// <summary>Cases to merge into or to link with, found as one types.</summary>
    public async Task<IActionResult> OnGetPickAsync(string? q, CancellationToken cancellationToken) =>
        Partial("_Picks", await mediator.Send(new PickCase.Query(Id, q ?? "", Me), cancellationToken));

    public async Task<IActionResult> OnPostMergeAsync(long into, bool anyway, CancellationToken cancellationToken) =>
        await mediator.Send(new MergeCases.Command(Id, into, Me) { Anyway = anyway }, cancellationToken) is var merged && merged.IsOk
            ? Moved($"{CaseNumber.Format(Id)} merged into {CaseNumber.Format(merged.Value.IntoCaseId)}.", merged.Value.IntoCaseId, merged.Value.MoveId)
            : No(merged.Error!);

    public async Task<IActionResult> OnPostSplitAsync(long[] messages, string? subject, CancellationToken cancellationToken) =>
        await mediator.Send(new SplitCase.Command(Id, messages, subject, Me), cancellationToken) is var split && split.IsOk
            ? Moved($"Split off as {CaseNumber.Format(split.Value.NewCaseId)}.", split.Value.NewCaseId, split.Value.MoveId)
            : No(split.Error!);

    public async Task<IActionResult> OnPostUndoMoveAsync(long move, CancellationToken cancellationToken) =>
        await mediator.Send(new UndoMove.Command(Id, move, Me), cancellationToken) is var undone && undone.IsOk
            ? new JsonResult(new { open = CaseNumber.Format(undone.Value.FromCaseId) })
            : No(undone.Error!);

    public async Task<IActionResult> OnPostLinkAsync(long into, LinkRole role, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new LinkCases.Command(Id, into, role, Me), cancellationToken));

    public async Task<IActionResult> OnPostUnlinkAsync(long link, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new UnlinkCases.Command(Id, link, Me), cancellationToken));

    /// <param name="words">What happened.</param>
    /// <param name="open">The case that is shown then.</param>
    /// <param name="move">What Undo takes back.</param>
    private static JsonResult Moved(string words, long open, long move)
    {
        var number = CaseNumber.Format(open);
        return new JsonResult(new { words, open = number, undo = FormattableString.Invariant($"/cases/{number}?handler=UndoMove&move={move}") });
    }
}

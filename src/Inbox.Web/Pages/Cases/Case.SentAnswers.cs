using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Delivery.Changes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

internal sealed partial class CaseModel
{
    /// <summary>What an answer that has left says, or what it was to say when the far side refused that; and how long it may be.</summary>
    public async Task<IActionResult> OnGetAnswerAsync(long message, CancellationToken cancellationToken)
    {
        var found = await db.Messages.VisibleTo(Me, db)
            .Where(m => m.Id == message && m.CaseId == Id && m.Direction == Direction.Outbound)
            .Select(m => new
            {
                m.Text,
                m.Visibility,
                m.ChannelId,
                Refused = db.AnswerChanges.Where(c => c.MessageId == m.Id && c.State == AnswerChangeState.Failed && c.Text != null).OrderByDescending(c => c.Id).Select(c => c.Text).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return NotFound();
        }

        var channel = (await rulebook.GetAsync(cancellationToken)).Channels[found.ChannelId];
        var limit = kinds.Of(channel).Traits.LimitOf(found.Visibility, channel.TextLimit);
        return new JsonResult(new AnswerToEdit(found.Refused ?? found.Text, limit, limit?.Rule.Trim(' ', '(', ')')), ComposerWays.Options);
    }

    public async Task<IActionResult> OnPostEditAnswerAsync(long message, string? text, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new EditSentAnswer.Command(message, text ?? "", Me), cancellationToken));

    public async Task<IActionResult> OnPostDeleteAnswerAsync(long message, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DeleteSentAnswer.Command(message, Me), cancellationToken));

    public async Task<IActionResult> OnPostLeaveAnswerAsync(long message, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DropAnswerChange.Command(message, Me), cancellationToken));
}

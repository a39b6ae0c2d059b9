using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Cases;

/// <summary>What the composer sends.</summary>
public sealed class SendForm
{
    public string? Text { get; set; }

    public string? Subject { get; set; }

    public CaseStatus Then { get; set; } = CaseStatus.Waiting;

    /// <summary>The recipients below are those the agent saw.</summary>
    public bool People { get; set; }

    public List<string>? To { get; set; }

    public List<string>? Cc { get; set; }

    public List<string>? Bcc { get; set; }

    public long? Seen { get; set; }

    public bool Anyway { get; set; }

    public bool ToAnyway { get; set; }

    public bool TasksLeft { get; set; }

    public string? Reason { get; set; }

    public Visibility? Visibility { get; set; }

    public bool PublicAnyway { get; set; }

    public bool AsThread { get; set; }

    public long? Draft { get; set; }

    public DateTimeOffset? SendAt { get; set; }

    public bool ForApproval { get; set; }

    public bool OnHold { get; set; }

    public string? Key { get; set; }
}

internal sealed partial class CaseModel
{
    public async Task<IActionResult> OnPostReplyAsync([FromForm] SendForm form, CancellationToken cancellationToken)
    {
        var command = new ReplyToCase.Command(Id, form.Text ?? "", form.Then, form.Cc ?? [], form.Seen, form.Anyway, Me, form.Key)
        {
            To = form.People ? form.To ?? [] : null,
            ToAnyway = form.ToAnyway,
            TasksLeft = form.TasksLeft,
            Reason = form.Reason,
            Visibility = form.Visibility,
            PublicAnyway = form.PublicAnyway,
            AsThread = form.AsThread,
            Bcc = form.Bcc,
            Format = TextFormat.Markdown,
            DraftId = form.Draft,
            SendAt = form.SendAt,
            ForApproval = form.ForApproval,
        };
        return Sent(await mediator.Send(command, cancellationToken));
    }

    /// <summary>How many posts the text would become.</summary>
    public async Task<IActionResult> OnPostPostsAsync(string? text, Visibility visibility, CancellationToken cancellationToken)
    {
        var counted = await mediator.Send(new CountPosts.Query(Id, text ?? "", visibility, Me), cancellationToken);
        return counted.IsOk ? new JsonResult(new { posts = counted.Value }) : No(counted.Error);
    }

    public async Task<IActionResult> OnPostForwardAsync([FromForm] SendForm form, CancellationToken cancellationToken)
    {
        var command = new ForwardMessage.Command(Id, form.Subject ?? "", form.Text ?? "", form.To ?? [], form.Cc ?? [], form.OnHold, Me, form.Key)
        {
            Bcc = form.Bcc,
            Format = TextFormat.Markdown,
            DraftId = form.Draft,
        };
        return Sent(await mediator.Send(command, cancellationToken));
    }

    public async Task<IActionResult> OnPostUndoAsync(long message, CancellationToken cancellationToken)
    {
        var undone = await mediator.Send(new UndoReply.Command(message, Me), cancellationToken);
        return undone.IsOk
            ? new JsonResult(new { text = undone.Value.Text, mode = undone.Value.Mode.ToString().ToLowerInvariant() })
            : No(undone.Error);
    }

    public async Task<IActionResult> OnPostSendNowAsync(long message, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new SendScheduled.Command(message, Me), cancellationToken));

    public async Task<IActionResult> OnPostUnscheduleAsync(long message, bool edit, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CancelScheduled.Command(message, edit, Me), cancellationToken));

    public async Task<IActionResult> OnPostApproveAsync(long message, bool anyway, CancellationToken cancellationToken) =>
        Sent(await mediator.Send(new ApproveAnswer.Command(message, anyway, Me), cancellationToken));

    public async Task<IActionResult> OnPostReturnAsync(long message, string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ReturnAnswer.Command(message, reason ?? "", Me), cancellationToken));

    private IActionResult Sent(Core.Result<ReplyToCase.Reply> sent) =>
        sent.IsOk ? new JsonResult(new { messageId = sent.Value.MessageId, sendsAt = sent.Value.SendsAt, awaitsApproval = sent.Value.AwaitsApproval }) : No(sent.Error);
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Web.Pages.Messages;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Drafts;

/// <summary>What the composer asks while somebody writes: keep it, take this file, how will it look.</summary>
internal sealed class DraftsModel(IMediator mediator, InboxDb db, Rulebook rulebook) : InboxPage
{
    private const string ErrorHeader = "Inbox-Error";

    public async Task<IActionResult> OnPostSaveAsync([FromForm] DraftForm form, CancellationToken cancellationToken)
    {
        var saved = await mediator.Send(form.ToCommand(Me), cancellationToken);
        return saved.IsOk ? new JsonResult(new { id = saved.Value.DraftId, revision = saved.Value.Revision, other = saved.Value.Other }) : No(saved.Error);
    }

    public async Task<IActionResult> OnPostDiscardAsync(long draft, CancellationToken cancellationToken) =>
        await mediator.Send(new DiscardDraft.Command(draft, Me), cancellationToken) is { IsOk: false } failed ? No(failed.Error!) : new NoContentResult();

    /// <summary>The body is the file as it is; its name and type stand in the address.</summary>
    public async Task<IActionResult> OnPostAttachAsync(long? @case, DraftMode mode, string? name, string? type, bool inline, CancellationToken cancellationToken)
    {
        var most = await MostBytesAsync(cancellationToken);
        await using var body = await UploadBody.ReadAsync(HttpContext, most, cancellationToken);
        if (body.Content is not { } content)
        {
            return No(new Error(ErrorKind.Invalid, "attachments_too_large", $"{name} is too large: the files of one message may have {most / AttachmentLimit.Megabyte} MB in all."));
        }

        var target = new UploadAttachment.Target(mode == DraftMode.New ? null : @case, mode);
        var uploaded = await mediator.Send(new UploadAttachment.Command(target, name ?? "", type ?? "", inline, content, Me), cancellationToken);
        return uploaded.IsOk
            ? new JsonResult(new { draft = uploaded.Value.DraftId, file = new DraftFile(uploaded.Value.Id, uploaded.Value.Name, uploaded.Value.ContentType, uploaded.Value.Size, uploaded.Value.ContentId, Description: null) })
            : No(uploaded.Error);
    }

    public async Task<IActionResult> OnPostDetachAsync(long file, CancellationToken cancellationToken) =>
        await mediator.Send(new RemoveAttachment.Command(file, Me), cancellationToken) is { IsOk: false } failed ? No(failed.Error!) : new NoContentResult();

    /// <summary>What an image shows, for those who cannot see it.</summary>
    public async Task<IActionResult> OnPostDescribeAsync(long file, string? words, CancellationToken cancellationToken) =>
        await mediator.Send(new DescribeAttachment.Command(file, words ?? "", Me), cancellationToken) is { IsOk: false } failed ? No(failed.Error!) : new NoContentResult();

    /// <summary>Begins a message to third parties with a message of the case in it.</summary>
    public async Task<IActionResult> OnPostForwardAsync(long @case, long message, CancellationToken cancellationToken)
    {
        var begun = await mediator.Send(new BeginForward.Command(@case, message, Me), cancellationToken);
        return begun.IsOk
            ? new JsonResult(new { draft = await db.MyDraftAsync(@case, DraftMode.Forward, Me, cancellationToken), leftOut = begun.Value.LeftOut })
            : No(begun.Error);
    }

    /// <summary>What was typed, as the receiver will see it.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(string? text, long? draft, CancellationToken cancellationToken)
    {
        if (text is { Length: > 200_000 })
        {
            return No(new Error(ErrorKind.Invalid, "too_long", "A message holds at most 200,000 characters."));
        }

        var images = await db.Attachments.VisibleTo(Me, db).Where(a => a.DraftId == draft && a.ContentId != null)
            .Select(a => new { a.Id, a.ContentId }).ToDictionaryAsync(a => a.ContentId!, a => a.Id, StringComparer.Ordinal, cancellationToken);
        return Content(MailDocument.WithInlineImages(FormattedText.ToHtml((text ?? "").ReplaceLineEndings("\n")), images), "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnGetMineAsync(long? @case, DraftMode mode, CancellationToken cancellationToken) =>
        new JsonResult(await db.MyDraftAsync(mode == DraftMode.New ? null : @case, mode, Me, cancellationToken));

    /// <summary>A colleague's words, for those who may read the case.</summary>
    public async Task<IActionResult> OnGetReadAsync(long draft, CancellationToken cancellationToken)
    {
        var text = await db.Drafts.VisibleTo(Me, db.Cases).Where(d => d.Id == draft).Select(d => d.Text).FirstOrDefaultAsync(cancellationToken);
        return Partial("~/Pages/Cases/_Whole.cshtml", text switch { null => "This draft was sent or discarded meanwhile.", { } t when t.Trim().Length == 0 => "Nothing is written yet.", _ => text });
    }

    private async Task<long> MostBytesAsync(CancellationToken cancellationToken) =>
        (await rulebook.GetAsync(cancellationToken)).Channels.Values.Select(AttachmentLimit.Bytes).DefaultIfEmpty(Channel.UsualAttachmentMegabytes * AttachmentLimit.Megabyte).Max();

    private IActionResult No(Error error)
    {
        Response.Headers[ErrorHeader] = error.Code;
        return Refuse(error);
    }
}

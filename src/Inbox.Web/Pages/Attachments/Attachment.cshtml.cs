using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Inbox.Web.Pages.Attachments;

/// <summary>A file of a message or draft the actor may read. Whatever it is, it never becomes a document of ours.</summary>
[ContentPolicy("default-src 'none'; sandbox")]
internal sealed class AttachmentModel(InboxDb db) : InboxPage
{
    private static readonly string[] ShownInPlace = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var file = await db.Attachments.VisibleTo(Me, db)
            .Where(a => a.Id == id)
            .Select(a => new { a.Name, a.ContentType, a.Size })
            .FirstOrDefaultAsync(cancellationToken);
        if (file is null)
        {
            return NotFound();
        }

        var image = ShownInPlace.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase);
        var disposition = new ContentDispositionHeaderValue(image ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.Headers.CacheControl = "private, max-age=3600";
        Response.ContentType = image ? file.ContentType.ToLowerInvariant() : "application/octet-stream";
        Response.ContentLength = file.Size;
        await AttachmentContent.CopyToAsync(db, id, Response.Body, cancellationToken);
        return new EmptyResult();
    }
}

using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>A raw message as it came, to download. Whatever it is, it never becomes a document of ours.</summary>
internal sealed class RawModel(InboxDb db, Rulebook rulebook) : InboxPage
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var visible = db.InboundDeliveries.VisibleTo(Me, await rulebook.GetAsync(cancellationToken));
        if (!await visible.AnyAsync(d => d.Id == id, cancellationToken))
        {
            return NotFound();
        }

        Response.ContentType = "application/octet-stream";
        Response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"delivery-{id}.eml\"");
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.XContentTypeOptions = "nosniff";
        await RawContent.CopyToAsync(db, id, Response.Body, cancellationToken);
        return new EmptyResult();
    }
}

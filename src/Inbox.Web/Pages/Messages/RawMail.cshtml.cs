using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Pages.Deliveries;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Messages;

/// <summary>The mail that a message was read from, as it came, for whoever may read the message. It never becomes a document of ours.</summary>
[ContentPolicy("default-src 'none'; sandbox")]
internal sealed class RawMailModel(InboxDb db) : InboxPage
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var delivery = await db.Messages.VisibleTo(Me, db).Where(m => m.Id == id).Select(m => m.DeliveryId).FirstOrDefaultAsync(cancellationToken);
        if (delivery is null || await RawContent.SizeAsync(db, delivery.Value, cancellationToken) is not { } size)
        {
            return NotFound();
        }

        Response.ContentType = "message/rfc822";
        Response.ContentLength = size;
        Response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"message-{id}.eml\"");
        Response.Headers.CacheControl = "private, no-store";
        Response.Headers.XContentTypeOptions = "nosniff";
        await RawContent.CopyToAsync(db, delivery.Value, Response.Body, cancellationToken);
        return new EmptyResult();
    }
}

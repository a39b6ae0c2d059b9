using Inbox.Channels.Http;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Messages;

/// <summary>A remote image of a mail, fetched for a reader who asked for it.</summary>
[ContentPolicy("default-src 'none'; sandbox")]
internal sealed class ImageModel(InboxDb db, ImageAddress addresses, RemoteImages images) : InboxPage
{
    public async Task<IActionResult> OnGetAsync(long id, string? u, CancellationToken cancellationToken)
    {
        if (addresses.Read(id, u) is not { } address || !await db.Messages.VisibleTo(Me, db).AnyAsync(m => m.Id == id, cancellationToken))
        {
            return NotFound();
        }

        if (await images.FetchAsync(address, cancellationToken) is not { } image)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "private, max-age=3600";
        return File(image.Content, image.ContentType);
    }
}

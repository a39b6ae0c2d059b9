using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>A raw message as it came, to download. Whatever it is, it never becomes a document of ours.</summary>
internal sealed class RawModel(InboxDb db, Rulebook rulebook) : InboxPage
{
    /// <summary>Bytes: memory holds one slice, and a slow reader holds no connection.</summary>
    private const int Slice = 1 << 20;

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
        for (var offset = 1; await SliceAsync(id, offset, cancellationToken) is { Length: > 0 } bytes; offset += Slice)
        {
            await Response.Body.WriteAsync(bytes, cancellationToken);
        }

        return new EmptyResult();
    }

    private Task<byte[]?> SliceAsync(long id, int offset, CancellationToken cancellationToken) => db.Database
        .SqlQuery<byte[]>($"SELECT substring(data FROM {offset} FOR {Slice}) AS \"Value\" FROM inbound_raw WHERE delivery_id = {id}")
        .FirstOrDefaultAsync(cancellationToken);
}

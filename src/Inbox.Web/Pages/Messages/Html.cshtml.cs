using Inbox.Channels.Email;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Messages;

/// <summary>A message as its sender formatted it, for the sandboxed frame. <c>?images=1</c> reads the raw mail again with its remote images.</summary>
internal sealed class HtmlModel(InboxDb db, ImageAddress images) : InboxPage
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var message = await db.Messages.VisibleTo(Me, db.Cases).Where(m => m.Id == id && m.Html != null)
            .Select(m => new
            {
                m.Html,
                m.DeliveryId,
                Inline = db.Attachments.Where(a => a.MessageId == m.Id && a.ContentId != null).Select(a => new { a.Id, a.ContentId }).ToList(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (message is null)
        {
            return NotFound();
        }

        // Of two parts with one Content-ID the first counts.
        var inline = message.Inline.OrderBy(a => a.Id).DistinctBy(a => a.ContentId, StringComparer.Ordinal)
            .ToDictionary(a => a.ContentId!, a => a.Id, StringComparer.Ordinal);
        if (Request.Query.ContainsKey("images") && message.DeliveryId is { } delivery && await WithRemoteAsync(id, delivery, inline, cancellationToken) is { } whole)
        {
            return Document(MailDocument.Of(whole, imagesAddress: null));
        }

        var html = MailDocument.WithInlineImages(message.Html!, inline);
        var blocked = message.DeliveryId is not null && MailDocument.HasBlockedImages(message.Html!);
        return Document(MailDocument.Of(html, blocked ? FormattableString.Invariant($"/messages/{id}/html?images=1") : null));
    }

    private async Task<string?> WithRemoteAsync(long id, long delivery, Dictionary<string, long> inline, CancellationToken cancellationToken)
    {
        var raw = await db.Database.SqlQuery<byte[]>($"SELECT data AS \"Value\" FROM inbound_raw WHERE delivery_id = {delivery} AND content_type = 'message/rfc822'").FirstOrDefaultAsync(cancellationToken);
        return raw is null
            ? null
            : RemoteMailImages.Show(
                raw,
                cid => inline.TryGetValue(cid, out var attachment) ? FormattableString.Invariant($"/attachments/{attachment}") : null,
                remote => images.Of(id, remote));
    }

    private ContentResult Document(string html)
    {
        Response.Headers.ContentSecurityPolicy = MailDocument.Policy;
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers.CacheControl = "private, no-store";
        return Content(html, "text/html; charset=utf-8");
    }
}

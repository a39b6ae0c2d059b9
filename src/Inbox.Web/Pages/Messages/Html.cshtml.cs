using Inbox.Channels.Email;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Web.Pages.Messages;

/// <summary>A message as its sender formatted it, for the sandboxed frame. <c>?images=1</c> reads the raw mail again with its remote images.</summary>
[ContentPolicy(MailDocument.Policy)]
internal sealed class HtmlModel(InboxDb db, NpgsqlDataSource database, ImageAddress images) : InboxPage
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var message = await db.Messages.VisibleTo(Me, db).Where(m => m.Id == id && m.Html != null)
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
        using var raw = await RawPayload.ReadAsync(database, delivery, cancellationToken);
        return raw is null
            ? null
            : RemoteMailImages.Show(
                raw.Content,
                cid => inline.TryGetValue(cid, out var attachment) ? FormattableString.Invariant($"/attachments/{attachment}") : null,
                remote => images.Of(id, remote));
    }

    private ContentResult Document(string html)
    {
        Response.Headers.CacheControl = "private, no-store";
        return Content(html, "text/html; charset=utf-8");
    }
}

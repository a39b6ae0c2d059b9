using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Access;
using Inbox.Web.Pages.Attachments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Inbox.Web.Api;

/// <summary>Files that came with messages.</summary>
internal static class AttachmentsEndpoint
{
    public static void MapAttachments(this IEndpointRouteBuilder api) => api.MapGet("/attachments/{id:long}", ReadAsync)
        .WithTags("Messages")
        .WithSummary("The bytes of an attachment")
        .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReadAsync(long id, HttpContext context, InboxDb db, CancellationToken cancellationToken)
    {
        var visible = db.Messages.VisibleTo(context.GetActor(), db.Cases);
        var file = await db.Attachments.AsNoTracking()
            .Where(a => a.Id == id && visible.Any(m => m.Id == a.MessageId))
            .FirstOrDefaultAsync(cancellationToken);
        if (file is null)
        {
            return Problems.NotFound("There is no such attachment, or it is not yours to see.");
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        var response = context.Response;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.ContentLength = file.Size;

        // The sender chose the type; one that is none must not break the answer.
        response.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type.MediaType.ToString() : "application/octet-stream";
        await AttachmentContent.CopyToAsync(db, id, response.Body, cancellationToken);
        return Results.Empty;
    }
}

using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Inbox.Web.Access;
using Inbox.Web.Pages.Attachments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Inbox.Web.Api;

/// <summary>Files that came with messages, or are to go with one.</summary>
internal static class AttachmentsEndpoint
{
    public static void MapAttachments(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/attachments").WithTags("Messages").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("/{id:long}", ReadAsync)
            .WithSummary("The bytes of an attachment")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");
        files.MapPost("", UploadEndpoint.UploadAsync)
            .WithSummary("Hand in a file to send")
            .WithDescription("Either multipart/form-data with one file, or the file as the body with ?name= and its Content-Type. What an image shows, for those who cannot see it, goes into ?description=. Name its id in 'attachments' of an answer within a day; a file is sent once, by the token that handed it in. The channel says how large the files of one message may be in all.")
            .Accepts<Stream>("multipart/form-data", "*/*")
            .Produces<AttachmentView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithMetadata(new MailBody.Limit());
        files.MapDelete("/{id:long}", UploadEndpoint.RemoveAsync)
            .WithSummary("Take back a file that was not sent")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ReadAsync(long id, HttpContext context, InboxDb db, CancellationToken cancellationToken)
    {
        var file = await db.Attachments.AsNoTracking().VisibleTo(context.GetActor(), db)
            .Where(a => a.Id == id)
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

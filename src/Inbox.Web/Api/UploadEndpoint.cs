using Inbox.Core;
using Inbox.Core.Cases.Drafts;
using Inbox.Web.Access;
using Inbox.Web.Pages.Drafts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Inbox.Web.Api;

/// <summary>Takes files of programs, before the message that they go with.</summary>
internal static class UploadEndpoint
{
    public static async Task<IResult> UploadAsync([FromQuery] string? name, [FromQuery] string? description, HttpContext context, IMediator mediator, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var most = rules.Channels.Values.Select(AttachmentLimit.Bytes).DefaultIfEmpty(AttachmentLimit.Megabyte).Max();
        try
        {
            return await FileAsync(context.Request, name, cancellationToken) is { } file
                ? await StoreAsync(file, description, most, context, mediator, cancellationToken)
                : Problems.Invalid("file", "The form holds no file: send one part with a file name.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Problems.Invalid("file", "The form is broken: it has no boundary where one should be, or ends early.");
        }
    }

    private static async Task<IResult> StoreAsync(Incoming file, string? description, long most, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(file.Name))
        {
            return Problems.Invalid("name", "Say how the file is called: ?name=invoice.pdf.");
        }

        await using var body = await UploadBody.ReadAsync(file.Content, most, cancellationToken);
        if (body.Content is not { } content)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The files of one message may have {most / AttachmentLimit.Megabyte} MB in all.");
        }

        if (content.Length == 0)
        {
            return Problems.Invalid("file", "This file is empty.");
        }

        var uploaded = await mediator.Send(new UploadAttachment.Command(Draft: null, file.Name, file.Type, Inline: false, content, context.GetActor()) { Description = description }, cancellationToken);
        return uploaded.IsOk
            ? TypedResults.Created(
                FormattableString.Invariant($"/api/v1/attachments/{uploaded.Value.Id}"),
                new AttachmentView(uploaded.Value.Id, uploaded.Value.Name, uploaded.Value.ContentType, uploaded.Value.Size, Inline: false, DescribeAttachment.Stored(description)))
            : Problems.Of(uploaded.Error);
    }

    public static async Task<IResult> RemoveAsync(long id, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var removed = await mediator.Send(new RemoveAttachment.Command(id, context.GetActor()), cancellationToken);
        return removed.IsOk ? TypedResults.NoContent() : Problems.Of(removed.Error);
    }

    /// <summary>The body itself, or the first file of a form. Nothing is read into memory.</summary>
    private static async Task<Incoming?> FileAsync(HttpRequest request, string? name, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new Incoming(name, request.ContentType ?? "", request.Body);
        }

        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            return null;
        }

        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (part.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
            {
                var called = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
                return new Incoming(name ?? called, part.ContentType ?? "", part.Body);
            }
        }

        return null;
    }

    private sealed record Incoming(string? Name, string Type, Stream Content);
}

using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Data;
using Inbox.Web.Access;
using Inbox.Web.Pages.Cases;
using MediatR;

namespace Inbox.Web.Api;

/// <summary>Body of POST /cases/{number}/links.</summary>
internal sealed record LinkRequest(
    [property: Description("Number of the other case.")] string? Case,
    [property: Description("How this case stands to the other: related (when not given), childOf, parentOf or duplicateOf.")] LinkRole? Role);

/// <param name="Id">DELETE takes it.</param>
/// <param name="Role">How the case at hand stands to the other.</param>
/// <param name="Case">The other.</param>
internal sealed record LinkItem(long Id, LinkRole Role, string Case, string Subject, CaseStatus Status);

/// <summary>Cases that belong together and stay two.</summary>
internal static class LinksEndpoint
{
    public static void MapLinks(this IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/cases/{number}/links").WithTags("Links")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        links.MapGet("", ListAsync)
            .WithSummary("The cases that a case is linked with")
            .WithDescription("Those that this token may read, the open ones first, at most 50.")
            .Produces<Page<LinkItem>>();
        links.MapPost("", LinkAsync)
            .WithSummary("Link a case to another")
            .WithDescription("Both show it. A pair has one link, a child one parent. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<LinkItem>(StatusCodes.Status201Created);
        links.MapDelete("/{id:long}", UnlinkAsync)
            .WithSummary("Take a link away, from either of its cases")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(string number, HttpContext context, IMediator mediator, InboxDb db, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        return await db.FindCaseAsync(number, actor, cancellationToken) is { } id
            ? TypedResults.Ok(new Page<LinkItem>(await ReadAsync(id, actor, mediator, cancellationToken), Next: null))
            : CasesEndpoint.NotFound(number);
    }

    private static async Task<IResult> LinkAsync(string number, Body<LinkRequest> body, HttpContext context, IMediator mediator, InboxDb db, CancellationToken cancellationToken)
    {
        var (actor, link) = (context.GetActor(), body.Value);
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } id)
        {
            return CasesEndpoint.NotFound(number);
        }

        if (await db.FindCaseAsync(link.Case ?? "", actor, cancellationToken) is not { } other)
        {
            return Problems.Invalid("case", string.IsNullOrEmpty(link.Case) ? "Say which case it is linked with: {\"case\": \"C-12\"}." : $"There is no case {link.Case}, or it is not yours to see.");
        }

        var linked = await mediator.Send(new LinkCases.Command(id, other, link.Role ?? LinkRole.Related, actor, context.IdempotencyKey()), cancellationToken);
        return linked.IsOk
            ? TypedResults.Created($"/api/v1/cases/{CaseNumber.Format(id)}/links", (await ReadAsync(id, actor, mediator, cancellationToken)).Find(l => l.Id == linked.Value))
            : Problems.Of(linked.Error);
    }

    private static async Task<IResult> UnlinkAsync(string number, long id, HttpContext context, IMediator mediator, InboxDb db, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } caseId)
        {
            return CasesEndpoint.NotFound(number);
        }

        var unlinked = await mediator.Send(new UnlinkCases.Command(caseId, id, actor, context.IdempotencyKey()), cancellationToken);
        return unlinked.IsOk ? TypedResults.NoContent() : Problems.Of(unlinked.Error);
    }

    private static async Task<List<LinkItem>> ReadAsync(long id, Actor actor, IMediator mediator, CancellationToken cancellationToken) =>
        [.. (await mediator.Send(new CaseLinks.Query(id, actor), cancellationToken)).Select(l => new LinkItem(l.LinkId, l.Role, CaseNumber.Format(l.Id), l.Subject, l.Status))];
}

using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Cases: list, read, open, change.</summary>
internal static class CasesEndpoint
{
    public static void MapCases(this IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/cases").WithTags("Cases").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        cases.MapGet("", ListAsync)
            .WithSummary("A page of the cases this token may read")
            .Produces<Page<CaseItem>>();
        cases.MapGet("/{number}", ReadAsync)
            .WithSummary("One case with its promises, its customer, and why it is where it is")
            .WithDescription("The number is C-1042 or 1042. The number of a case that was joined to another leads to that one.")
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        cases.MapPost("", OpenAsync)
            .WithSummary("Open a case")
            .WithDescription("For something a customer said elsewhere. Without a department the routing rules decide. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<CaseView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
        cases.MapPatch("/{number}", ChangeAsync)
            .WithSummary("Change a case")
            .WithDescription("All fields that are given, or none. Another department gets a New case at once; any other case, and any case for a contractor, is offered: the answer is then 202, and the case stays until they accept.")
            .Produces<CaseView>()
            .Produces<CaseView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] CaseFilter filter, HttpContext context, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var limit = filter.Rows(errors);
        var cases = filter.Apply(db, context.GetActor(), rules, time.Now(), errors);
        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var rows = await db.Rows(cases.Take(limit + 1)).ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(r => CaseItem.Of(r, rules)).ToList();
        return TypedResults.Ok(new Page<CaseItem>(items, rows.Count > limit ? filter.Next(rows[limit - 1].Case) : null));
    }

    private static async Task<IResult> ReadAsync(
        string number, HttpContext context, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        return await db.FindCaseAsync(number, actor, cancellationToken) is { } id
            && await db.ReadCaseAsync(id, actor, await rulebook.GetAsync(cancellationToken), time.Now(), cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : NotFound(number);
    }

    private static async Task<IResult> OpenAsync(
        Body<NewCaseRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, ChannelKinds kinds, TimeProvider time, CancellationToken cancellationToken)
    {
        var (actor, rules) = (context.GetActor(), await rulebook.GetAsync(cancellationToken));
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var command = body.Value.ToCommand(rules, kinds, actor, context.IdempotencyKey(), errors);
        if (command is null)
        {
            return Problems.Invalid(errors);
        }

        var opened = await mediator.Send(command, cancellationToken);
        if (!opened.IsOk)
        {
            return Problems.Of(opened.Error);
        }

        // Routing may have put it where the caller cannot read it; its number is the answer then.
        var address = $"/api/v1/cases/{CaseNumber.Format(opened.Value)}";
        return await db.ReadCaseAsync(opened.Value, actor, rules, time.Now(), cancellationToken) is { } read
            ? TypedResults.Created(address, read)
            : TypedResults.Created(address, new { Id = opened.Value, Number = CaseNumber.Format(opened.Value) });
    }

    private static async Task<IResult> ChangeAsync(
        string number, Body<CaseChangeRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var (actor, rules) = (context.GetActor(), await rulebook.GetAsync(cancellationToken));
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } id)
        {
            return NotFound(number);
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var command = body.Value.ToCommand(id, rules, actor, context.IdempotencyKey(), errors);
        if (command is null)
        {
            return Problems.Invalid(errors);
        }

        var changed = await mediator.Send(command, cancellationToken);
        if (!changed.IsOk)
        {
            return Problems.Of(changed.Error);
        }

        var status = changed.Value.Offered ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        db.ChangeTracker.Clear();
        return await db.ReadCaseAsync(changed.Value.CaseId, actor, rules, time.Now(), cancellationToken) is { } read
            ? TypedResults.Json(read, statusCode: status)
            : TypedResults.Json(new { Id = changed.Value.CaseId, Number = CaseNumber.Format(changed.Value.CaseId) }, statusCode: status);
    }

    public static IResult NotFound(string number) => Problems.NotFound($"There is no case {number}, or it is not yours to see.");
}

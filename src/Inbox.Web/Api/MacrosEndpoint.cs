using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Data;
using Inbox.Core.Macros;
using Inbox.Web.Access;
using Inbox.Web.Pages.Palette;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Body of POST /cases/{number}/macros/{id}.</summary>
internal sealed record MacroRequest(
    [property: Description("Takes the place of the macro's own where a change asks for one.")] string? Reason,
    [property: Description("Resolve the case although something that was asked of others is not done; without it that is a 409 with code open_tasks.")] bool TasksLeft = false);

/// <param name="Department">Whose it is; null for every department.</param>
/// <param name="Does">Its changes, in words.</param>
/// <param name="Text">With its placeholders.</param>
internal sealed record MacroItem(long Id, string Name, DepartmentRef? Department, IReadOnlyList<string> Does, MacroText TextIs, string Text);

/// <param name="Answer">Filled in and not sent: hand it in with POST …/replies. Blank when the macro has none.</param>
/// <param name="Case">As it is now; null when the token may not read it any more.</param>
internal sealed record MacroRunView(string Name, string Answer, CaseView? Case);

/// <summary>Macros: which there are, and running one.</summary>
internal static class MacrosEndpoint
{
    private const int Most = 500;

    public static void MapMacros(this IEndpointRouteBuilder api)
    {
        var macros = api.MapGroup("").WithTags("Macros").ProducesProblem(StatusCodes.Status404NotFound);
        macros.MapGet("/macros", ListAsync)
            .WithSummary("The macros that this token is offered, by name")
            .WithDescription("Those for everybody and those of its departments; a contractor gets only the latter. With `case` also those of the department that owns the case, as its page offers them.")
            .Produces<Page<MacroItem>>();
        macros.MapPost("/cases/{number}/macros/{id:long}", RunAsync)
            .WithSummary("Run a macro on a case")
            .WithDescription("All of its changes, or none; nothing is sent. 202 when the case was offered to another department. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<MacroRunView>()
            .Produces<MacroRunView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ListAsync(
        [FromQuery(Name = "case"), Description("Number of the case it is for.")] string? number, HttpContext context, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var (actor, rules) = (context.GetActor(), await rulebook.GetAsync(cancellationToken));
        long owner = 0;
        if (!string.IsNullOrEmpty(number))
        {
            if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } id)
            {
                return CasesEndpoint.NotFound(number);
            }

            owner = await db.Cases.Where(c => c.Id == id).Select(c => c.DepartmentId).SingleAsync(cancellationToken);
        }

        var found = await db.Macros.AsNoTracking().OfferedTo(actor, owner).OrderBy(m => m.Name).ThenBy(m => m.Id).Take(Most).ToListAsync(cancellationToken);
        var words = await MacroWords.ReadAsync(db, found, rules, cancellationToken);
        return TypedResults.Ok(new Page<MacroItem>(
            found.ConvertAll(m => new MacroItem(m.Id, m.Name, m.DepartmentId is { } of ? DepartmentRef.Of(rules.Departments[of]) : null, words.Of(m), m.TextIs, m.Text)), Next: null));
    }

    private static async Task<IResult> RunAsync(
        string number, long id, Body<MacroRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } caseId)
        {
            return CasesEndpoint.NotFound(number);
        }

        var run = await mediator.Send(new RunMacro.Command(caseId, id, body.Value.Reason, actor, context.IdempotencyKey()) { TasksLeft = body.Value.TasksLeft }, cancellationToken);
        if (!run.IsOk)
        {
            return Problems.Of(run.Error);
        }

        db.ChangeTracker.Clear();
        var read = await db.ReadCaseAsync(run.Value.CaseId, actor, await rulebook.GetAsync(cancellationToken), time.Now(), cancellationToken);
        return TypedResults.Json(new MacroRunView(run.Value.Name, run.Value.Answer, read), statusCode: run.Value.Offered ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }
}

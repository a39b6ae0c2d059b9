using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>Body of POST /cases/{number}/merge.</summary>
internal sealed record MergeRequest(
    [property: Description("Number of the case that survives.")] string? Into,
    [property: Description("Merge although they are different customers' cases.")] bool Anyway = false);

/// <summary>Body of POST /cases/{number}/split.</summary>
internal sealed record SplitRequest(
    [property: Description("Ids of the messages that get a case of their own.")] IReadOnlyList<long>? Messages,
    [property: Description("Without it the subject of the first of them.")] string? Subject);

/// <param name="Id">Undo takes it.</param>
/// <param name="From">The case that the messages left; of a merge its number leads on.</param>
/// <param name="Into">The case that holds them; of a split the new one.</param>
internal sealed record MoveView(long Id, MoveKind Kind, string From, string Into, DateTimeOffset At, DateTimeOffset UndoableUntil);

/// <param name="Case">The survivor, or the new case; null when the token may not read it.</param>
internal sealed record MovedView(MoveView Move, CaseView? Case);

/// <summary>Merge, split and their undo.</summary>
internal static class MovesEndpoint
{
    public static void MapMoves(this IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/cases/{number}").WithTags("Cases")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        cases.MapPost("/merge", MergeAsync)
            .WithSummary("Merge a case into another")
            .WithDescription("Messages, people and drafts go to the other case, which owes an answer from the earliest message that has none; the number leads on to it. Different customers answer 409 other_customer unless anyway is true.")
            .Produces<MovedView>();
        cases.MapPost("/split", SplitAsync)
            .WithSummary("Split messages off into a new case")
            .WithDescription("Later replies to them find the new case. Its promises count from the earliest of them that nobody has answered.")
            .Produces<MovedView>(StatusCodes.Status201Created);
        cases.MapGet("/moves", ListAsync)
            .WithSummary("Merges and splits of a case that can be undone")
            .Produces<IReadOnlyList<MoveView>>();
        cases.MapPost("/moves/{id:long}/undo", UndoAsync)
            .WithSummary("Undo a merge or a split")
            .WithDescription("For 30 days, and until one of the two cases is merged again. What came since goes back only where it answers what goes back.")
            .Produces<CaseView>();
    }

    private static async Task<IResult> MergeAsync(
        string number, Body<MergeRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (!CaseNumber.TryParse(number, out var id) || await db.FindCaseAsync(number, actor, cancellationToken) is null)
        {
            return CasesEndpoint.NotFound(number);
        }

        if (await db.FindCaseAsync(body.Value.Into ?? "", actor, cancellationToken) is not { } into)
        {
            return Problems.Invalid("into", string.IsNullOrEmpty(body.Value.Into) ? "Say which case survives: {\"into\": \"C-12\"}." : $"There is no case {body.Value.Into}, or it is not yours to see.");
        }

        var merged = await mediator.Send(new MergeCases.Command(id, into, actor, context.IdempotencyKey()) { Anyway = body.Value.Anyway }, cancellationToken);
        return merged.IsOk
            ? TypedResults.Ok(await MovedAsync(db, merged.Value.MoveId, merged.Value.IntoCaseId, actor, rulebook, time, cancellationToken))
            : Problems.Of(merged.Error);
    }

    private static async Task<IResult> SplitAsync(
        string number, Body<SplitRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } id)
        {
            return CasesEndpoint.NotFound(number);
        }

        var split = await mediator.Send(new SplitCase.Command(id, body.Value.Messages ?? [], body.Value.Subject, actor, context.IdempotencyKey()), cancellationToken);
        return split.IsOk
            ? TypedResults.Created($"/api/v1/cases/{CaseNumber.Format(split.Value.NewCaseId)}", await MovedAsync(db, split.Value.MoveId, split.Value.NewCaseId, actor, rulebook, time, cancellationToken))
            : Problems.Of(split.Error);
    }

    private static async Task<IResult> ListAsync(string number, HttpContext context, InboxDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.FindCaseAsync(number, context.GetActor(), cancellationToken) is not { } id)
        {
            return CasesEndpoint.NotFound(number);
        }

        var since = time.Now() - CaseMove.UndoableFor;
        var moves = await db.CaseMoves.AsNoTracking()
            .Where(m => (m.FromId == id || m.IntoId == id) && m.UndoneAt == null && m.At > since)
            .OrderByDescending(m => m.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<MoveView>>([.. moves.Select(View)]);
    }

    private static async Task<IResult> UndoAsync(
        string number, long id, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (!CaseNumber.TryParse(number, out var named) || await db.FindCaseAsync(number, actor, cancellationToken) is null)
        {
            return CasesEndpoint.NotFound(number);
        }

        var undone = await mediator.Send(new UndoMove.Command(named, id, actor, context.IdempotencyKey()), cancellationToken);
        return undone.IsOk
            ? await ReadAsync(db, undone.Value.FromCaseId, actor, rulebook, time, cancellationToken)
            : Problems.Of(undone.Error);
    }

    private static async Task<MovedView> MovedAsync(InboxDb db, long moveId, long caseId, Actor actor, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var move = await db.CaseMoves.AsNoTracking().SingleAsync(m => m.Id == moveId, cancellationToken);
        return new MovedView(View(move), await db.ReadCaseAsync(caseId, actor, await rulebook.GetAsync(cancellationToken), time.Now(), cancellationToken));
    }

    private static async Task<IResult> ReadAsync(InboxDb db, long caseId, Actor actor, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        return await db.ReadCaseAsync(caseId, actor, await rulebook.GetAsync(cancellationToken), time.Now(), cancellationToken) is { } read
            ? TypedResults.Ok(read)
            : CasesEndpoint.NotFound(CaseNumber.Format(caseId));
    }

    private static MoveView View(CaseMove move) =>
        new(move.Id, move.Kind, CaseNumber.Format(move.FromId), CaseNumber.Format(move.IntoId), move.At, move.At + CaseMove.UndoableFor);
}

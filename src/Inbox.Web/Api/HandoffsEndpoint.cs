using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Web.Access;
using MediatR;

namespace Inbox.Web.Api;

/// <summary>Handing a case to another department, and hiding one for a while.</summary>
internal static class HandoffsEndpoint
{
    /// <summary>Body of POST …/handoffs.</summary>
    internal sealed record OfferRequest
    {
        [Description("Key or id of the department that is asked to take the case.")]
        public string? Department { get; init; }

        [Description("Why it comes to them.")]
        public string? Reason { get; init; }

        [Description("What the department asks for, by label; a tick is \"yes\".")]
        public IReadOnlyDictionary<string, string>? Checklist { get; init; }
    }

    /// <summary>Body of POST …/decline and …/done.</summary>
    internal sealed record WordsRequest([property: Description("Why it is declined, or what was done.")] string? Reason);

    /// <summary>Body of POST …/checklist.</summary>
    internal sealed record AnswersRequest([property: Description("By label; what is not named stays as it is.")] IReadOnlyDictionary<string, string>? Checklist);

    /// <summary>Body of POST …/snooze.</summary>
    internal sealed record SnoozeRequest(
        [property: Description("When it comes back; null wakes it now.")] DateTimeOffset? Until,
        [property: Description("In place of a time: when the customer answers.")] bool UntilCustomerAnswers = false);

    public static void MapHandoffs(this IEndpointRouteBuilder api)
    {
        var one = api.MapGroup("/cases/{number}").WithTags("Handoffs")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        one.MapGet("/handoffs", ListAsync)
            .WithSummary("The handoffs of a case, oldest first")
            .Produces<Page<HandoffItem>>();
        one.MapPost("/handoffs", OfferAsync)
            .WithSummary("Offer a case to another department")
            .WithDescription("The case stays where it is until they accept. Send an Idempotency-Key to be able to repeat the request safely.")
            .Produces<HandoffItem>(StatusCodes.Status201Created);
        one.MapPost("/handoffs/{id:long}/accept", (string number, long id, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.DecideAsync(number, id, HandoffState.Accepted, reason: null, context, cancellationToken))
            .WithSummary("Accept an offer: the case is the receiver's")
            .Produces<HandoffItem>();
        one.MapPost("/handoffs/{id:long}/decline", (string number, long id, Body<WordsRequest> body, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.DecideAsync(number, id, HandoffState.Declined, body.Value.Reason, context, cancellationToken))
            .WithSummary("Decline an offer, with a reason")
            .Produces<HandoffItem>();
        one.MapPost("/handoffs/{id:long}/withdraw", (string number, long id, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.DecideAsync(number, id, HandoffState.Withdrawn, reason: null, context, cancellationToken))
            .WithSummary("Take one's own offer back")
            .Produces<HandoffItem>();
        one.MapPost("/handoffs/{id:long}/done", (string number, long id, Body<WordsRequest> body, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.SendAsync(number, id, (caseId, actor, key) => new HandBackCase.Command(caseId, body.Value.Reason ?? "", actor, id, key), context, cancellationToken))
            .WithSummary("Hand a case back, done")
            .WithDescription("It returns to the department that offered it, which need not accept. A case that came by another handoff is a 409.")
            .Produces<HandoffItem>();
        one.MapPost("/handoffs/{id:long}/checklist", (string number, long id, Body<AnswersRequest> body, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
                desk.SendAsync(number, id, (caseId, actor, key) => new FillChecklist.Command(caseId, id, body.Value.Checklist ?? new Dictionary<string, string>(StringComparer.Ordinal), actor, key), context, cancellationToken))
            .WithSummary("Tell the receiver what it asks for")
            .Produces<HandoffItem>();
        one.MapPost("/snooze", SnoozeAsync)
            .WithSummary("Hide a case until a time")
            .WithDescription("A message of the customer brings it back before. No clock pauses.")
            .Produces<CaseView>();
    }

    private static async Task<IResult> ListAsync(string number, HttpContext context, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        return await db.FindCaseAsync(number, actor, cancellationToken) is { } id
            ? TypedResults.Ok(new Page<HandoffItem>(await db.ReadHandoffsAsync(db.Handoffs.Where(h => h.CaseId == id), actor, await rulebook.GetAsync(cancellationToken), cancellationToken), Next: null))
            : CasesEndpoint.NotFound(number);
    }

    private static async Task<IResult> OfferAsync(
        string number, Body<OfferRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var (actor, offer, rules) = (context.GetActor(), body.Value, await rulebook.GetAsync(cancellationToken));
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } caseId)
        {
            return CasesEndpoint.NotFound(number);
        }

        if (string.IsNullOrEmpty(offer.Department) || rules.DepartmentNamed(offer.Department) is not { } department)
        {
            return Problems.Invalid("department", string.IsNullOrEmpty(offer.Department) ? "Say which department is asked." : $"There is no department '{offer.Department}'.");
        }

        var offered = await mediator.Send(new OfferHandoff.Command(caseId, department.Id, offer.Reason ?? "", offer.Checklist, actor, context.IdempotencyKey()), cancellationToken);
        if (!offered.IsOk)
        {
            return Problems.Of(offered.Error);
        }

        var written = await db.ReadHandoffsAsync(db.Handoffs.Where(h => h.Id == offered.Value), actor, rules, cancellationToken);
        return TypedResults.Created($"/api/v1/cases/{CaseNumber.Format(caseId)}/handoffs", written[0]);
    }

    private static async Task<IResult> SnoozeAsync(
        string number, Body<SnoozeRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        if (await db.FindCaseAsync(number, actor, cancellationToken) is not { } caseId)
        {
            return CasesEndpoint.NotFound(number);
        }

        var done = await mediator.Send(new SnoozeCase.Command(caseId, body.Value.UntilCustomerAnswers ? SnoozeCase.UntilAnswer : body.Value.Until, actor, context.IdempotencyKey()), cancellationToken);
        if (!done.IsOk)
        {
            return Problems.Of(done.Error);
        }

        db.ChangeTracker.Clear();
        return TypedResults.Ok(await db.ReadCaseAsync(caseId, actor, await rulebook.GetAsync(cancellationToken), time.Now(), cancellationToken));
    }

    /// <summary>What the changes of one handoff share: find, send, and answer how it stands now.</summary>
    internal sealed class Desk(IMediator mediator, InboxDb db, Rulebook rulebook)
    {
        public Task<IResult> DecideAsync(string number, long id, HandoffState decision, string? reason, HttpContext context, CancellationToken cancellationToken) =>
            SendAsync(number, id, (caseId, actor, key) => new DecideHandoff.Command(caseId, decision, reason, actor, id, key), context, cancellationToken);

        public async Task<IResult> SendAsync(
            string number, long id, Func<long, Actor, string?, ICommand<Done>> command, HttpContext context, CancellationToken cancellationToken)
        {
            var (actor, rules) = (context.GetActor(), await rulebook.GetAsync(cancellationToken));

            // Read with the right of before: who declines no longer sees the case, and yet is answered. A repeated request finds it by its key.
            if (await db.FindHandoffAsync(number, id, actor, cancellationToken) is not { } caseId)
            {
                return CasesEndpoint.NotFound(number);
            }

            var done = await mediator.Send(command(caseId, actor, context.IdempotencyKey()), cancellationToken);
            if (!done.IsOk)
            {
                return Problems.Of(done.Error);
            }

            db.ChangeTracker.Clear();
            return TypedResults.Ok((await db.ReadHandoffsAsync(db.Handoffs.Where(h => h.Id == id), actor, rules, cancellationToken))[0]);
        }
    }
}

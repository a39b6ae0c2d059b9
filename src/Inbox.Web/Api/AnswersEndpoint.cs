using System.ComponentModel;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Data;
using Inbox.Core.Delivery.Changes;
using Inbox.Web.Access;
using MediatR;

namespace Inbox.Web.Api;

/// <summary>What becomes of an answer that is written: approved or returned before it leaves, edited or deleted where it stands.</summary>
internal static class AnswersEndpoint
{
    /// <summary>Body of PATCH /messages/{id}.</summary>
    internal sealed record EditRequest(string? Text);

    /// <summary>Body of POST …/approve.</summary>
    internal sealed record ApproveRequest(
        [property: Description("Although the customer wrote, a colleague answered or the case was resolved since; without it that is refused with code changed_since.")] bool Anyway = false);

    /// <summary>Body of POST …/return.</summary>
    internal sealed record ReturnRequest([property: Description("What to change; its author reads it.")] string? Reason);

    public static void MapAnswers(this IEndpointRouteBuilder api)
    {
        var answers = api.MapGroup("/messages/{id:long}").WithTags("Messages")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        answers.MapPost("/approve", ApproveAsync)
            .WithSummary("Let an answer leave that waits for approval")
            .WithDescription("It counts as its author's from now on, and leaves at once.")
            .Produces<MessageView>();
        answers.MapPost("/return", ReturnAsync)
            .WithSummary("Return an answer that waits for approval")
            .WithDescription("It is a draft of its author again, who is told the reason.")
            .Produces(StatusCodes.Status204NoContent);
        answers.MapPatch("", EditAsync)
            .WithSummary("Edit an answer that has left")
            .WithDescription("Where the far side lets us, else 422 cannot_change; `change` of the message says how far that is.")
            .Produces<MessageView>(StatusCodes.Status202Accepted);
        answers.MapDelete("", DeleteAsync)
            .WithSummary("Delete an answer that has left")
            .WithDescription("Where the far side lets us. The message stays here with `deletedAt`, and its customer is owed another answer.")
            .Produces<MessageView>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ApproveAsync(
        long id, Body<ApproveRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        var approved = await mediator.Send(new ApproveAnswer.Command(id, body.Value.Anyway, actor, UndoSeconds: 0), cancellationToken);
        return approved.IsOk ? TypedResults.Ok(await MessagesEndpoint.FindAsync(id, actor, db, rulebook, cancellationToken)) : Problems.Of(approved.Error);
    }

    private static async Task<IResult> ReturnAsync(long id, Body<ReturnRequest> body, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var returned = await mediator.Send(new ReturnAnswer.Command(id, body.Value.Reason ?? "", context.GetActor()), cancellationToken);
        return returned.IsOk ? TypedResults.NoContent() : Problems.Of(returned.Error);
    }

    private static async Task<IResult> EditAsync(
        long id, Body<EditRequest> body, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        return await OwedAsync(await mediator.Send(new EditSentAnswer.Command(id, body.Value.Text ?? "", actor), cancellationToken), id, actor, db, rulebook, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, IMediator mediator, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        return await OwedAsync(await mediator.Send(new DeleteSentAnswer.Command(id, actor), cancellationToken), id, actor, db, rulebook, cancellationToken);
    }

    private static async Task<IResult> OwedAsync(Result<Done> asked, long id, Actor actor, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken) =>
        asked.IsOk
            ? TypedResults.Accepted(FormattableString.Invariant($"/api/v1/messages/{id}"), await MessagesEndpoint.FindAsync(id, actor, db, rulebook, cancellationToken))
            : Problems.Of(asked.Error);
}

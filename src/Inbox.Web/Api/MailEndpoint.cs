using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Inbox.Web.Api;

/// <summary>Mail servers hand raw mail in here. Nothing but the insert touches the database.</summary>
internal static class MailEndpoint
{
    /// <param name="Delivery">Its fate is at /api/v1/deliveries/{id}.</param>
    /// <param name="Duplicate">The same mail had been accepted before, by this channel; nothing was stored twice.</param>
    internal sealed record Accepted(long Delivery, bool Duplicate);

    public static void MapMail(this IEndpointRouteBuilder api) => api.MapPost("/channels/{channel}/mail", ReceiveAsync)
        .WithTags("Mail")
        .WithSummary("Hand in one raw mail")
        .WithDescription("The body is the mail as it came (message/rfc822), of up to 40 MB; its content type is not looked at. 202 is said only after the mail is stored for good: a mail server may then forget it. Anything but 202 means that it was not stored.")
        .Accepts<Stream>("message/rfc822", "*/*")
        .Produces<Accepted>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithMetadata(new MailBody.Limit());

    private static async Task<IResult> ReceiveAsync(
        string channel, HttpContext context, Rulebook rulebook, ChannelKinds kinds, MailStore store, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (rules.ChannelByKey(channel) is not { } door)
        {
            return Problems.NotFound($"There is no channel '{channel}'.");
        }

        if (RefusalOf(door, context, kinds) is { } refusal)
        {
            return refusal;
        }

        await using var body = await MailBody.ReadAsync(context.Request, cancellationToken);
        if (body.IsTooLarge)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "A mail may have at most 40 MB.");
        }

        if (body.Length == 0)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "The body is empty: send the raw mail as it came.");
        }

        var identity = await store.IdentifyAsync(door, body, cancellationToken);
        return await store.StoreAsync(door, identity, body, context.Request.ContentType, cancellationToken) is { } receipt
            ? TypedResults.Json(new Accepted(receipt.DeliveryId, receipt.Duplicate), statusCode: StatusCodes.Status202Accepted)
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "The mail could not be stored now. Send it again later.");
    }

    private static ProblemHttpResult? RefusalOf(Channel door, HttpContext context, ChannelKinds kinds)
    {
        if (!context.GetActor().Works(door.DepartmentId))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, $"This token does not work for the department of '{door.Key}'.");
        }

        if (kinds.Of(door).Traits is not { HandleKind: HandleKinds.Email, AnswersOver: null })
        {
            return Problems.Invalid("channel", $"'{door.Key}' is no mail channel.");
        }

        return door.Enabled ? null : Problems.Of(StatusCodes.Status409Conflict, $"The channel '{door.Key}' is switched off.");
    }
}

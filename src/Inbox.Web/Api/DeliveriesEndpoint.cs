using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>What became of something that was handed in.</summary>
internal static class DeliveriesEndpoint
{
    /// <param name="Error">Why it is parked, held or ignored, in words.</param>
    internal sealed record DeliveryView(
        long Id, string Channel, InboundState State, string? Case, long? Message, string? Error, DateTimeOffset ReceivedAt, long Size, int Attempts);

    public static void MapDeliveries(this IEndpointRouteBuilder api) => api.MapGet("/deliveries/{id:long}", ReadAsync)
        .WithTags("Mail")
        .WithSummary("What became of a mail that was handed in")
        .WithDescription("pending: stored, not yet read. filed: it is the message on the case named. parked: it cannot be read, a person has to look. held: part of a burst, a person lets it in. ignored: nothing to file.")
        .Produces<DeliveryView>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReadAsync(long id, HttpContext context, InboxDb db, Rulebook rulebook, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var found = await db.InboundDeliveries.AsNoTracking().VisibleTo(context.GetActor(), rules).FirstOrDefaultAsync(d => d.Id == id, cancellationToken);
        return found is null
            ? Problems.NotFound("There is no such delivery, or it is not yours to see.")
            : TypedResults.Ok(new DeliveryView(
                found.Id,
                rules.Channels[found.ChannelId].Key,
                found.State,
                found.CaseId is { } caseId ? CaseNumber.Format(caseId) : null,
                found.MessageId,
                found.Error,
                found.ReceivedAt,
                found.Size,
                found.Attempts));
    }
}

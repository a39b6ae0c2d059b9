namespace Inbox.Web.Api;

/// <summary>Calendars: trying hours before they are anybody's.</summary>
internal static class CalendarsEndpoint
{
    public static void MapCalendars(this IEndpointRouteBuilder api) =>
        api.MapPost("/calendars/preview", Preview)
            .WithTags("Calendars")
            .WithSummary("When a promise falls due by given hours, or how much working time passes")
            .WithDescription("Counted by the same code as the clocks. With workingSeconds the answer is {due}, with end it is {workingSeconds}. Nothing is stored.")
            .Produces<DueAnswer>()
            .Produces<WorkedAnswer>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static IResult Preview(Body<CalendarPreviewRequest> body)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        return body.Value.Answer(errors) is { } answer ? TypedResults.Json(answer) : Problems.Invalid(errors);
    }
}

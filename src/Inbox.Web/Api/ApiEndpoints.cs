using Inbox.Web.Access;
using Microsoft.AspNetCore.Authorization;

namespace Inbox.Web.Api;

/// <summary>The REST API: what others rely on. Addresses, names and shapes change only with the version in the path.</summary>
internal static class ApiEndpoints
{
    private const int LongestKey = 200;

    public static void AddInboxApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));

        // Before the framework's own, which writes nothing to a caller who accepts no JSON.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ApiProblemWriter>());
        services.AddSingleton<MailStore>();
        services.AddScoped<HandoffsEndpoint.Desk>();
        services.AddScoped<TasksEndpoint.Desk>();
        services.AddInboxOpenApi();
    }

    public static void MapInboxApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = app.MapGroup("/api/v1")
            .RequireAuthorization(new AuthorizationPolicyBuilder(BearerTokens.Name).RequireAuthenticatedUser().Build())
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddEndpointFilter(RefuseAsync);
        api.MapMail();
        api.MapDeliveries();
        api.MapCases();
        api.MapMoves();
        api.MapCalendars();
        api.MapHandoffs();
        api.MapTasks();
        api.MapLinks();
        api.MapMacros();
        api.MapMessages();
        api.MapAnswers();
        api.MapAttachments();
    }

    /// <summary>What is wrong with a request before any endpoint looks at it.</summary>
    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.IdempotencyKey() is { Length: > LongestKey })
        {
            return Problems.Invalid("idempotencyKey", "The header Idempotency-Key holds at most 200 characters.");
        }

        foreach (var argument in context.Arguments)
        {
            if (argument is IBody { Refusal: { } refusal })
            {
                return refusal;
            }
        }

        return await next(context);
    }

    public static string? IdempotencyKey(this HttpContext context) =>
        context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null;
}

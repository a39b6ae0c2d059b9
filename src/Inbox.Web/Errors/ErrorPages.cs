using Microsoft.AspNetCore.Diagnostics;

namespace Inbox.Web.Errors;

/// <summary>What an answer without a body becomes: problem details on /api (RFC 9457), a page in the usual frame for a person, nothing for htmx, whose listener has words of its own.</summary>
internal static class ErrorPages
{
    private static readonly object Showing = new();

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseStatusCodePages(ShowAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask, AllowStatusCode404Response = true });
    }

    /// <summary>The request runs a second time, to show its error page.</summary>
    public static bool IsShowingError(this HttpContext context) => context.Items.ContainsKey(Showing);

    private static async Task ShowAsync(StatusCodeContext failed)
    {
        var context = failed.HttpContext;
        var status = context.Response.StatusCode;
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/hooks", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase))
        {
            await context.RequestServices.GetRequiredService<IProblemDetailsService>()
                .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status } });
        }
        else if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            await ShowPageAsync(failed, context, status);
        }
    }

    private static async Task ShowPageAsync(StatusCodeContext failed, HttpContext context, int status)
    {
        // The log line still names what was asked for.
        var (path, query, endpoint, values) = (context.Request.Path, context.Request.QueryString, context.GetEndpoint(), context.Request.RouteValues);
        context.Items[Showing] = true;
        context.SetEndpoint(null);
        context.Request.RouteValues = [];
        context.Request.Path = FormattableString.Invariant($"/error/{status}");
        context.Request.QueryString = QueryString.Empty;
        try
        {
            await failed.Next(context);
        }
        finally
        {
            (context.Request.Path, context.Request.QueryString, context.Request.RouteValues) = (path, query, values);
            context.SetEndpoint(endpoint);
        }
    }
}

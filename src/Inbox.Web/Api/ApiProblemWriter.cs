using System.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Web.Api;

/// <summary>
/// Writes problem details under /api whatever the caller accepts: an error without a body helps nobody.
/// A status that nobody explained gets a sentence here; never an exception's text.
/// </summary>
internal sealed class ApiProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => context.HttpContext.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Type ??= "about:blank";
        problem.Detail ??= DetailOf(problem.Status.Value, http.Request);
        problem.Extensions.TryAdd("traceId", Activity.Current?.Id ?? http.TraceIdentifier);
        http.Response.StatusCode = problem.Status.Value;
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, contentType: "application/problem+json", http.RequestAborted);
    }

    private static string? DetailOf(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read.",
        StatusCodes.Status401Unauthorized => "Send a token: Authorization: Bearer …",
        StatusCodes.Status404NotFound => $"There is nothing at {request.Path}. The API is described at /openapi/v1.json.",
        StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not take {request.Method}.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON with Content-Type: application/json.",
        >= 500 => "Something went wrong on our side. The request can be sent again.",
        _ => null,
    };
}

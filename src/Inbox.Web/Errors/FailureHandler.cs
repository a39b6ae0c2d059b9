using FluentValidation;
using Inbox.Web.Hosting;
using Microsoft.AspNetCore.Diagnostics;

namespace Inbox.Web.Errors;

/// <summary>
/// The one place where exceptions become answers. What fails validation is 422 with its messages by the field: as problem
/// details for the API and for htmx, whose listener puts them beside the fields; as a page for a plain form.
/// </summary>
internal sealed partial class FailureHandler(IProblemDetailsService problems, ILogger<FailureHandler> logger) : IExceptionHandler
{
    /// <summary>Key of <see cref="HttpContext.Items"/>: sentences for the error page.</summary>
    public static readonly object Messages = new();

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        switch (exception)
        {
            case ValidationException invalid:
                httpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                await ShowFieldsAsync(httpContext, invalid);
                break;
            case BadHttpRequestException bad:
                httpContext.Response.StatusCode = bad.StatusCode;
                break;
            default:
                LogFailure(logger, exception, httpContext.Request.Method, RequestRoute.Of(httpContext));
                httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
        }

        return true;
    }

    private async Task ShowFieldsAsync(HttpContext context, ValidationException invalid)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Items[Messages] = invalid.Errors.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray();
            return;
        }

        var errors = invalid.Errors
            .GroupBy(e => string.Join('.', e.PropertyName.Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        var details = new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity, Title = "Some fields need another value." };
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private static partial void LogFailure(ILogger logger, Exception e, string method, string route);
}

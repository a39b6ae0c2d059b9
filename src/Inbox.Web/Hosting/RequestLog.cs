using System.Diagnostics;

namespace Inbox.Web.Hosting;

/// <summary>
/// One line a request: method, path template, status, milliseconds, ids. No addresses, queries or bodies, which hold what customers wrote.
/// Streams and health checks are logged for debugging only.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var quiet = context.Request.Path.StartsWithSegments("/live", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
            var level = context.Response.StatusCode >= 500 ? LogLevel.Error : quiet ? LogLevel.Debug : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                LogRequest(logger, level, context.Request.Method, RequestRoute.Of(context), context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds, RequestRoute.IdsOf(context));
            }
        }
    }

    [LoggerMessage(Message = "{Method} {Route} {Status} in {Milliseconds:F1} ms {Ids}")]
    private static partial void LogRequest(ILogger logger, LogLevel level, string method, string route, int status, double milliseconds, string ids);
}

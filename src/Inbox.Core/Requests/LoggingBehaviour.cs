using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Requests;

/// <summary>One line a command: its name and how long it took. Never its contents.</summary>
internal sealed partial class LoggingBehaviour<TRequest, TResponse>(ILogger<LoggingBehaviour<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly string Name = typeof(TRequest).DeclaringType?.Name ?? typeof(TRequest).Name;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var response = await next();
            Log(logger, Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return response;
        }
        catch (Exception e) when (e is not (FluentValidation.ValidationException or OperationCanceledException))
        {
            LogFailure(logger, e, Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Request} took {Milliseconds:F1} ms")]
    private static partial void Log(ILogger logger, string request, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Request} failed after {Milliseconds:F1} ms")]
    private static partial void LogFailure(ILogger logger, Exception e, string request, double milliseconds);
}

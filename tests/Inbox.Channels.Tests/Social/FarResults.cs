using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Social;

/// <summary>Answers of far sides, the bad ones among them.</summary>
internal static class FarResults
{
    /// <summary>Takes the request and says nothing.</summary>
    public static IResult Silence { get; } = new SilentResult();

    /// <summary>The line breaks.</summary>
    public static IResult BrokenLine { get; } = new BrokenResult();

    /// <summary>Something was taken, and this is said about it: an error, or nothing at all.</summary>
    public static IResult Loss(int? error) => error is { } status ? Results.StatusCode(status) : BrokenLine;

    public static IResult Garbage { get; } = Results.Text("%&/ nothing of a server");

    public static IResult Json(JsonNode node, int status = StatusCodes.Status200OK) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);

    /// <summary>"Too many requests", with the header that says how long.</summary>
    public static IResult Limited(string header, string value, JsonNode body) => new LimitedResult(header, value, body);

    private sealed class SilentResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.InfiniteTimeSpan, httpContext.RequestAborted);
    }

    private sealed class BrokenResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Abort();
            return Task.CompletedTask;
        }
    }

    private sealed class LimitedResult(string header, string value, JsonNode body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[header] = value;
            return Json(body, StatusCodes.Status429TooManyRequests).ExecuteAsync(httpContext);
        }
    }
}

using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Mastodon;

/// <summary>Answers that no framework gives by itself.</summary>
internal static class FarAnswers
{
    /// <summary>Takes the request and says nothing.</summary>
    public sealed class Silence : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.InfiniteTimeSpan, httpContext.RequestAborted);
    }

    /// <summary>Says what was true when it was asked, but only after a while.</summary>
    public sealed class Late(Task until, IResult answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await until;
            await answer.ExecuteAsync(httpContext);
        }
    }

    /// <summary>Something was taken, and this is said about it: an error, or nothing at all.</summary>
    public static IResult Loss(int? error) => error is { } status ? Results.StatusCode(status) : new Break();

    /// <summary>Breaks the line.</summary>
    public sealed class Break : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Abort();
            return Task.CompletedTask;
        }
    }

    public sealed class Limited(DateTimeOffset until) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            httpContext.Response.Headers["X-RateLimit-Limit"] = "300";
            httpContext.Response.Headers["X-RateLimit-Remaining"] = "0";
            httpContext.Response.Headers["X-RateLimit-Reset"] = until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
            return httpContext.Response.WriteAsJsonAsync(new { error = "Too many requests" });
        }
    }

    /// <summary>JSON beside a Link header (RFC 8288).</summary>
    public sealed class Page(object items, string? link) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (link is not null)
            {
                httpContext.Response.Headers.Link = link;
            }

            return httpContext.Response.WriteAsJsonAsync(items);
        }
    }
}

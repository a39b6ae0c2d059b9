using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Testing;

/// <summary>The far side of an HTTP channel: a real server on a free loopback port that answers as a test says and keeps what it was asked.</summary>
public sealed class HttpStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<Request, IResult>> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Request> _requests = new();

    private HttpStub()
    {
        // Slim and without a configuration: what steers Inbox (ASPNETCORE_URLS, say) must not steer the far side.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where the stub listens, without a path.</summary>
    public Uri Url { get; private set; } = new("http://localhost");

    /// <summary>Everything that was asked so far, in order, answered or not.</summary>
    public IReadOnlyList<Request> Requests => [.. _requests];

    public static async Task<HttpStub> StartAsync(CancellationToken ct = default)
    {
        var stub = new HttpStub();
        await stub._app.StartAsync(ct);
        stub.Url = new Uri(stub._app.Urls.Single());
        return stub;
    }

    /// <summary>Answers a method and path (without query) from now on; an earlier answer is replaced. Anything else gets 404.</summary>
    public HttpStub On(HttpMethod method, string path, Func<Request, IResult> answer)
    {
        _routes[$"{method} {path}"] = answer;
        return this;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new Request(
            context.Request.Method,
            new Uri(context.Request.GetEncodedUrl()),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        _requests.Enqueue(request);
        var result = _routes.TryGetValue($"{request.Method} {context.Request.Path}", out var answer) ? answer(request) : Results.NotFound();
        await result.ExecuteAsync(context);
    }

    public sealed record Request(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
    {
        public string Text => Encoding.UTF8.GetString(Body.Span);
    }
}

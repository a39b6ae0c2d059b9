using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Testing.Social.Bluesky;

/// <summary>A line to the network's server that can keep back an answer: the server has done what it was asked, and nobody hears of it.</summary>
public sealed class BlueskyLine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly Uri _service;
    private readonly Lock _gate = new();
    private string? _held;
    private int _passing;
    private TaskCompletionSource _kept = new();

    private BlueskyLine(Uri service)
    {
        _service = service;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Url { get; private set; } = new("http://localhost");

    public static async Task<BlueskyLine> OpenAsync(Uri service)
    {
        var line = new BlueskyLine(service);
        await line._app.StartAsync();
        line.Url = new Uri(line._app.Urls.Single());
        return line;
    }

    /// <summary>Keeps back an answer to calls of this name. The task ends when the server has given it.</summary>
    /// <param name="call">com.atproto.repo.putRecord, say.</param>
    /// <param name="after">So many answers pass before.</param>
    public Task KeepBackAsync(string call, int after = 0)
    {
        lock (_gate)
        {
            (_held, _passing, _kept) = (call, after, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _kept.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_service, context.Request.Path + context.Request.QueryString.ToString()));
        if (context.Request.Method != "GET")
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        if (IsKeptBack(context.Request.Path))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        // The server names itself as the one to ask from now on; we stay in between.
        await context.Response.WriteAsync(answer.Replace(_service.AbsoluteUri.TrimEnd('/'), Url.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal), Encoding.UTF8);
    }

    private bool IsKeptBack(string path)
    {
        lock (_gate)
        {
            if (_held is null || !path.EndsWith(_held, StringComparison.Ordinal) || _passing-- > 0)
            {
                return false;
            }

            _held = null;
            return _kept.TrySetResult();
        }
    }
}

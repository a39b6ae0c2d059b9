using System.Globalization;
using System.Net;
using Inbox.Channels.Feeds;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Contract;

public sealed class FeedPollingContract : PollingContract<FeedFarSide>
{
    protected override async Task<FeedFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());
}

/// <summary>A blog. It always gives all of its posts, the newest first; deletions are not told, and nothing is answered there.</summary>
public sealed class FeedFarSide : IFarSide
{
    private readonly HttpStub _server;
    private readonly List<(string Id, DateTimeOffset At, string Text)> _posts = [];
    private FarFault _fault;
    private DateTimeOffset? _limitedUntil;

    public FeedFarSide(HttpStub server)
    {
        _server = server;
        _server.On(HttpMethod.Get, "/feed", _ => Answer());
    }

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company) => new()
    {
        Key = "kitchen",
        Name = "Kitchen Notes",
        Kind = FeedChannel.ChannelKind,
        DepartmentId = company.Support.Id,
        Address = new Uri(_server.Url, "feed").AbsoluteUri,
        Settings = """{"opensCase":true}""",
    };

    public string Post(DateTimeOffset at, string text)
    {
        _posts.Insert(0, ($"post-{_posts.Count}", at, text));
        return _posts[0].Id;
    }

    public void Edit(string id, string text)
    {
        var at = _posts.FindIndex(p => p.Id == id);
        _posts[at] = _posts[at] with { Text = text };
    }

    public FarFault Fault
    {
        set => _fault = value;
    }

    public DateTimeOffset? LimitedUntil
    {
        set => _limitedUntil = value;
    }

    public bool Untidy { get; set; }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private IResult Answer() => _fault switch
    {
        _ when _limitedUntil is { } until => new Limited(until),
        FarFault.Broken => Results.StatusCode((int)HttpStatusCode.InternalServerError),
        FarFault.Garbage => Results.Text("%&/ nothing of a feed", "text/plain"),
        FarFault.Hangs => new Silence(),
        _ => Results.Text(Document(), "application/rss+xml"),
    };

    private string Document()
    {
        // What is untidy about a blog: its posts in any order, and some of them twice.
        var posts = Untidy ? [.. _posts.OrderBy(p => p.Text.Length).ThenByDescending(p => p.Id, StringComparer.Ordinal), .. _posts.Take(2)] : _posts;
        return $"<rss><channel><title>Kitchen Notes</title><link>https://blog.example/</link>{string.Concat(posts.Select(Item))}</channel></rss>";
    }

    private static string Item((string Id, DateTimeOffset At, string Text) post) =>
        $"<item><guid>{post.Id}</guid><title>Kitchen</title><pubDate>{post.At.ToString("r", CultureInfo.InvariantCulture)}</pubDate><description>{post.Text}</description></item>";

    private sealed class Silence : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.InfiniteTimeSpan, httpContext.RequestAborted);
    }

    private sealed class Limited(DateTimeOffset until) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            httpContext.Response.Headers.RetryAfter = until.AddSeconds(1).ToString("r", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }
}

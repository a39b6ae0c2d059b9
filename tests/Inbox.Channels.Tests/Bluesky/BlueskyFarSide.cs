using System.Text.Json.Nodes;
using Inbox.Channels.Bluesky;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Bluesky;

/// <summary>A server of the protocol with one account of ours, as far as the door asks it. It pages backwards and hands out sessions that end.</summary>
public sealed partial class BlueskyFarSide : IChangeableFarSide
{
    public const string Did = "did:plc:acme";
    public const string Customer = "did:plc:ana";

    private readonly HttpStub _server;
    private readonly List<FarPost> _posts = [];
    private readonly OrderedDictionary<string, JsonNode> _records = new(StringComparer.Ordinal);
    private int _versions;
    private IResult? _loss;
    private bool _losesRequest;

    public BlueskyFarSide(HttpStub server)
    {
        _server = server;
        RouteSessions();
        RouteReading();
        RouteWriting();
    }

    public sealed record FarPost(string Uri, string Cid, string Author, string Text, DateTimeOffset At, string? Parent, string? Reason);

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company) => new()
    {
        Key = "sky",
        Name = "Sky",
        Kind = BlueskyChannel.ChannelKind,
        DepartmentId = company.Support.Id,
        Address = "@acme.test",
        Settings = SettingsWith(_password),
    };

    public string Post(DateTimeOffset at, string text) => Post(at, text, parent: null);

    /// <param name="reason">Null: nobody is told of it.</param>
    public string Post(DateTimeOffset at, string text, string? parent, string author = Customer, string? reason = "mention")
    {
        var post = new FarPost($"at://{author}/app.bsky.feed.post/p{_posts.Count}", NextCid(), author, text, at, parent, reason);
        _posts.Add(post);
        return post.Uri;
    }

    public void Edit(string id, string text)
    {
        var at = _posts.FindIndex(p => p.Uri == id);
        _posts[at] = _posts[at] with { Text = text, Cid = NextCid() };
    }

    public void Delete(string id) => _posts.RemoveAll(p => p.Uri == id);

    public FarFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    public bool Untidy { get; set; }

    public int PageSize { get; set; } = 3;

    /// <summary>Searches fail, and nothing else does.</summary>
    public bool SearchBreaks { get; set; }

    public int? BreaksAfterPages { get; set; }

    public bool TellsAccessEnd => false;

    public DateTimeOffset? AccessEndsAt { get; set; }

    /// <summary>Records of ours, in the order they came.</summary>
    public IReadOnlyList<JsonNode> Records => [.. _records.Values];

    public IReadOnlyList<string> Answers => [.. _records.Values.Select(r => (string)r["text"]!)];

    public IReadOnlyList<HttpStub.Request> Requests => _server.Requests;

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public bool HangsAfterTaking { get; set; }

    public bool CannotBeRead { get; set; }

    public void DeleteAnswer() => _records.RemoveAt(_records.Count - 1);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private string NextCid() => $"bafy{_versions++}";

    private string SettingsWith(string password) => new JsonObject { ["service"] = _server.Url.AbsoluteUri, ["appPassword"] = password }.ToJsonString();

    /// <summary>What is wrong at the moment; null when nothing is.</summary>
    private IResult? Trouble() => Fault switch
    {
        _ when LimitedUntil is { } until => new Limited(until),
        FarFault.Broken => Error(StatusCodes.Status500InternalServerError, "InternalServerError"),
        FarFault.Garbage => Results.Text("%&/ nothing of a server"),
        FarFault.Hangs => new Silence(),
        _ => null,
    };

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private static IResult Error(int status, string name) =>
        Results.Text(new JsonObject { ["error"] = name, ["message"] = "Words of the server" }.ToJsonString(), "application/json", statusCode: status);

    private sealed class Silence : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.InfiniteTimeSpan, httpContext.RequestAborted);
    }

    private sealed class BrokenLine : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Abort();
            return Task.CompletedTask;
        }
    }

    private sealed class Limited(DateTimeOffset until) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["RateLimit-Reset"] = until.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Error(StatusCodes.Status429TooManyRequests, "RateLimitExceeded").ExecuteAsync(httpContext);
        }
    }
}

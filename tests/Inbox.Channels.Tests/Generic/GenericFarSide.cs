using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Generic;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Channels.Webhooks;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Generic;

/// <summary>A forum that calls us and takes our answers, each id once, as docs/webhooks.md asks of it.</summary>
public sealed class GenericFarSide : ICallingFarSide, IAnsweringFarSide
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string Path = "/answers";

    private readonly HttpStub _server;
    private readonly List<JsonObject> _events = [];
    private readonly Dictionary<string, JsonNode> _taken = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private DateTimeOffset? _limitedUntil;
    private FarFault _fault;
    private TestClock? _clock;
    private IResult? _loss;
    private bool _losesRequest;
    private bool _hangs;
    private bool _gone;
    private int _ids;

    public GenericFarSide(HttpStub server)
    {
        _server = server;
        server.On(HttpMethod.Post, Path, Take);
    }

    public HttpStub Server => _server;

    public string Settings => $$"""{"signingSecret":"{{Secret}}","answersTo":"{{new Uri(_server.Url, Path)}}"}""";

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company)
    {
        _clock = company.Clock;
        return new Channel { Key = "forum", Name = "Forum", Kind = GenericChannel.ChannelKind, DepartmentId = company.Support.Id, Address = "forum.example.com", Settings = Settings };
    }

    public string Post(DateTimeOffset at, string text) => Add(at, text, to: null);

    public string Reply(DateTimeOffset at, string text, string to) => Add(at, text, to);

    public void Edit(string id, string text) => _events.Add(new JsonObject { ["id"] = id, ["type"] = "edited", ["author"] = Ana(), ["text"] = text });

    public void Delete(string id) => _events.Add(new JsonObject { ["id"] = id, ["type"] = "deleted" });

    public IReadOnlyList<HookCall> TakeCalls(DateTimeOffset now)
    {
        List<HookCall> calls = [.. _events.Select(e => Sign(JsonSerializer.SerializeToUtf8Bytes(e), now))];
        _events.Clear();
        return calls;
    }

    public HookCall Sign(byte[] body, DateTimeOffset now) => Sign(body, now, Secret);

    public static HookCall Sign(byte[] body, DateTimeOffset now, string secret)
    {
        var (key, at) = ($"msg_{Guid.NewGuid():N}", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["webhook-id"] = key, ["webhook-timestamp"] = at, ["webhook-signature"] = WebhookSignature.Of(secret, key, at, body),
        };
        return new HookCall("POST", new Dictionary<string, string>(StringComparer.Ordinal), headers, "application/json", body, now, Cursor: null);
    }

    public IReadOnlyList<string> Answers => [.. _order.Select(id => (string)_taken[id]["text"]!)];

    public FarFault Fault
    {
        set => _fault = value;
    }

    public DateTimeOffset? LimitedUntil
    {
        set => _limitedUntil = value;
    }

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public bool HangsAfterTaking
    {
        set => _hangs = value;
    }

    public void RevokeAccess() => _gone = true;

    public void ExpireAccess() => _gone = true;

    public string RenewAccess()
    {
        _gone = false;
        return Settings;
    }

    public int PageSize => 1;

    // A far side that calls has no pages, no end of access, and nothing that could be read.
    public bool Untidy
    {
        set => _ = value;
    }

    public int? BreaksAfterPages
    {
        set => _ = value;
    }

    public DateTimeOffset? AccessEndsAt
    {
        set => _ = value;
    }

    public bool CannotBeRead
    {
        set => _ = value;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Add(DateTimeOffset at, string text, string? to)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"post-{++_ids}");
        _events.Add(new JsonObject { ["id"] = id, ["author"] = Ana(), ["text"] = text, ["posted_at"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), ["reply_to"] = to });
        return id;
    }

    private static JsonObject Ana() => new() { ["id"] = "4711", ["name"] = "Ana Ruiz" };

    private IResult Take(HttpStub.Request request)
    {
        if (_losesRequest)
        {
            _losesRequest = false;
            return new BrokenLine();
        }

        if (_gone || _fault == FarFault.Broken)
        {
            return Results.StatusCode(_gone ? StatusCodes.Status410Gone : StatusCodes.Status502BadGateway);
        }

        if (_limitedUntil is { } until)
        {
            return new Limited(until);
        }

        var key = request.Headers["webhook-id"];
        if (!WebhookSignature.IsValid([Secret], key, request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.ToArray(), _clock!.GetUtcNow()))
        {
            return Results.Unauthorized();
        }

        if (_taken.TryAdd(key, JsonNode.Parse(request.Body.Span)!))
        {
            _order.Add(key);
        }

        var loss = _loss;
        _loss = null;
        return _hangs ? new Silence() : loss ?? Results.Json(new { id = $"theirs-{_order.IndexOf(key)}", url = "https://forum.example.com/p/9" });
    }

    /// <summary>Takes the request and says nothing.</summary>
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
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            httpContext.Response.Headers.RetryAfter = until.ToString("R", CultureInfo.InvariantCulture);
            return httpContext.Response.WriteAsync("later", Encoding.UTF8);
        }
    }
}

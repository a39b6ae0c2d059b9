using System.Globalization;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Rest;

/// <summary>A far side that speaks JSON and lets in who bears a good token. What it keeps and how it writes that, others say.</summary>
public abstract class RestFarSide(HttpStub server) : IChangeableFarSide
{
    private IResult? _loss;
    private bool _losesRequest;

    /// <summary>Of the company, once it has a door here.</summary>
    protected TimeProvider Clock { get; private set; } = TimeProvider.System;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected HttpStub Server => server;

    protected string Url => server.Url.AbsoluteUri.TrimEnd('/');

    public IReadOnlyList<HttpStub.Request> Requests => server.Requests;

    public FarFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    public bool Untidy { get; set; }

    public int PageSize => 3;

    public int? BreaksAfterPages { get; set; }

    public virtual bool TellsAccessEnd => false;

    public DateTimeOffset? AccessEndsAt { get; set; }

    public bool HangsAfterTaking { get; set; }

    public bool CannotBeRead { get; set; }

    public abstract IReadOnlyList<string> Answers { get; }

    protected abstract string Kind { get; }

    protected abstract string Address { get; }

    /// <summary>Where the channels look for it, by the name of the setting.</summary>
    protected abstract IReadOnlyDictionary<string, string> Addresses { get; }

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([.. Configuration]).Build());

    public IEnumerable<KeyValuePair<string, string?>> Configuration =>
        [new("Inbox:AllowPrivateNetworks", "true"), .. Addresses.Select(a => new KeyValuePair<string, string?>("Inbox:FarAddresses:" + a.Key, a.Value))];

    public Channel Door(Company company)
    {
        Clock = company.Clock;
        return new Channel { Key = "far", Name = "Far", Kind = Kind, DepartmentId = company.Support.Id, Address = Address, Settings = Settings };
    }

    /// <summary>That let us in as things are.</summary>
    public abstract string Settings { get; }

    public abstract string Post(DateTimeOffset at, string text);

    public abstract void Edit(string id, string text);

    public abstract void Delete(string id);

    public abstract void DeleteAnswer();

    public void ExpireAccess() => RevokeAccess();

    public abstract void RevokeAccess();

    public abstract string RenewAccess();

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract bool LetsIn(HttpStub.Request request);

    protected abstract IResult Error(int status, string reason);

    /// <summary>A call that asks for a good token.</summary>
    protected void Route(HttpMethod method, string path, Func<HttpStub.Request, IResult> answer) =>
        server.On(method, path, request => Trouble() ?? (LetsIn(request) ? answer(request) : Error(StatusCodes.Status401Unauthorized, "authError")));

    /// <summary>What takes an answer of ours, and what may go wrong with it.</summary>
    protected void RouteAnswers(HttpMethod method, string path, Func<HttpStub.Request, IResult> take) => Route(method, path, request =>
    {
        if (_losesRequest)
        {
            _losesRequest = false;
            return new BrokenLine();
        }

        var taken = take(request);
        var loss = _loss;
        _loss = null;
        return HangsAfterTaking ? new Silence() : loss ?? taken;
    });

    /// <summary>The newest first; what is untidy about it: in another order, and some of them twice.</summary>
    protected (IReadOnlyList<T> Items, string? Next, bool Breaks) Page<T>(IEnumerable<T> newestFirst, string? from)
    {
        List<T> all = [.. newestFirst];
        if (Untidy)
        {
            all = [.. all.Skip(1).Take(1), .. all, .. all.Take(2)];
        }

        var first = from is null ? 0 : int.Parse(from, CultureInfo.InvariantCulture);
        var next = first + PageSize < all.Count ? (first + PageSize).ToString(CultureInfo.InvariantCulture) : null;
        return ([.. all.Skip(first).Take(PageSize)], next, first / PageSize >= BreaksAfterPages);
    }

    /// <summary>What is wrong at the moment; null when nothing is.</summary>
    protected IResult? Trouble() => Fault switch
    {
        _ when LimitedUntil is { } until => new Limited(until, Error(StatusCodes.Status429TooManyRequests, "RESOURCE_EXHAUSTED")),
        FarFault.Broken => Error(StatusCodes.Status500InternalServerError, "backendError"),
        FarFault.Garbage => Results.Text("%&/ nothing of a server"),
        FarFault.Hangs => new Silence(),
        _ => null,
    };

    protected static IResult Json(JsonNode node, int status = StatusCodes.Status200OK) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);

    protected static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

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

    private sealed class Limited(DateTimeOffset until, IResult error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = until.ToString("R", CultureInfo.InvariantCulture);
            return error.ExecuteAsync(httpContext);
        }
    }
}

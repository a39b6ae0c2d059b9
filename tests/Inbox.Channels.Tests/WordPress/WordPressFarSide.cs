using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Channels.WordPress;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.WordPress;

/// <summary>A blog with one post and an account of ours, as far as the door asks it.</summary>
public sealed partial class WordPressFarSide : IChangeableFarSide
{
    private const string Account = "1";
    private const string PostId = "7";

    private readonly HttpStub _server;
    private readonly List<FarComment> _comments = [];
    private TimeProvider _time = TimeProvider.System;
    private string _password = "abcd efgh";
    private int _next = 100;
    private IResult? _loss;
    private bool _losesRequest;

    public WordPressFarSide(HttpStub server)
    {
        _server = server;
        RouteReading();
        RouteWriting();
    }

    private sealed record FarComment(string Id, string Author, string Parent, string Text, DateTimeOffset At)
    {
        public bool Trashed { get; init; }
    }

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowedPrivateHosts", "127.0.0.1")]).Build());

    public Channel Door(Company company)
    {
        _time = company.Clock;
        return new Channel
        {
            Key = "kitchen",
            Name = "Kitchen Notes",
            Kind = WordPressChannel.ChannelKind,
            DepartmentId = company.Support.Id,
            Address = _server.Url.AbsoluteUri,
            Settings = SettingsWith(_password),
        };
    }

    public string Post(DateTimeOffset at, string text)
    {
        var comment = Add(new FarComment(NextId(), "0", "0", text, at));
        return WordPressNames.Comment(comment.Id);
    }

    public void Edit(string id, string text)
    {
        var at = _comments.FindIndex(c => WordPressNames.Comment(c.Id) == id);
        _comments[at] = _comments[at] with { Text = text };
    }

    public void Delete(string id) => _comments.RemoveAll(c => WordPressNames.Comment(c.Id) == id);

    public void DeleteAnswer() => Throw(_comments.Last(c => c.Author == Account).Id);

    /// <summary>Nothing is thrown away for a while there: it is deleted at once.</summary>
    public bool HasNoTrash { get; set; }

    public FarFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    public bool Untidy { get; set; }

    public int PageSize => 3;

    public int? BreaksAfterPages { get; set; }

    public void ExpireAccess() => _password = "withdrawn";

    public void RevokeAccess() => _password = "withdrawn";

    public string RenewAccess()
    {
        _password = "ijkl mnop";
        return SettingsWith(_password);
    }

    /// <summary>Application passwords hold until somebody withdraws them.</summary>
    public bool TellsAccessEnd => false;

    public DateTimeOffset? AccessEndsAt { get; set; }

    public IReadOnlyList<string> Answers => [.. _comments.Where(c => c is { Author: Account, Trashed: false }).Select(c => c.Text)];

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public bool HangsAfterTaking { get; set; }

    public bool CannotBeRead { get; set; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string SettingsWith(string password) => new JsonObject { ["user"] = "acme", ["applicationPassword"] = password }.ToJsonString();

    private string NextId() => (_next++).ToString(CultureInfo.InvariantCulture);

    private bool KnowsUs(HttpStub.Request request) =>
        request.Headers.GetValueOrDefault("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("acme:" + _password.Replace(" ", "", StringComparison.Ordinal)));

    /// <summary>What is wrong at the moment; null when nothing is.</summary>
    private IResult? Trouble() => Fault switch
    {
        _ when LimitedUntil is { } until => new Limited(until),
        FarFault.Broken => Error(StatusCodes.Status500InternalServerError, "internal_server_error"),
        FarFault.Garbage => Results.Text("<p>The page of a web host</p>", "text/html"),
        FarFault.Hangs => new Silence(),
        _ => null,
    };

    private static IResult Error(int status, string code) =>
        Results.Text(new JsonObject { ["code"] = code, ["message"] = "Words of the blog" }.ToJsonString(), "application/json", statusCode: status);

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
            // A date of HTTP has whole seconds.
            var whole = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond));
            httpContext.Response.Headers.RetryAfter = (whole < until ? whole.AddSeconds(1) : whole).ToString("r", CultureInfo.InvariantCulture);
            return Error(StatusCodes.Status429TooManyRequests, "too_many_requests").ExecuteAsync(httpContext);
        }
    }

    private sealed class Paged(JsonArray items, int pages) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["X-WP-TotalPages"] = pages.ToString(CultureInfo.InvariantCulture);
            return Results.Text(items.ToJsonString(), "application/json").ExecuteAsync(httpContext);
        }
    }
}

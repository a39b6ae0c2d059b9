using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.Reddit;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Reddit;

/// <summary>Reddit with one account of ours, as far as the door asks it. It lists newest first and keeps the place of what was deleted.</summary>
public sealed partial class RedditFarSide : IChangeableFarSide
{
    private readonly HttpStub _server;
    private readonly List<FarThing> _things = [];
    private IResult? _loss;
    private bool _losesRequest;
    private string? _access;
    private string _refresh = "first";
    private bool _letsIn = true;
    private int _tokens;

    public RedditFarSide(HttpStub server)
    {
        _server = server;
        RouteSessions();
        RouteReading();
        RouteWriting();
    }

    /// <param name="Link">The post below which a comment stands.</param>
    public sealed record FarThing(string Name, string Author, string Text, DateTimeOffset At, string? Parent = null, string? Link = null, bool InInbox = true, string? Dest = null)
    {
        public DateTimeOffset? EditedAt { get; init; }

        public bool Deleted { get; init; }

        public string Kind => Name[..2];
    }

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company) => new()
    {
        Key = "reddit",
        Name = "Reddit",
        Kind = RedditChannel.ChannelKind,
        DepartmentId = company.Support.Id,
        Address = "u/Acme",
        Settings = Settings(),
    };

    public string Settings(Action<JsonObject>? change = null)
    {
        var settings = new JsonObject { ["server"] = _server.Url.AbsoluteUri, ["loginServer"] = _server.Url.AbsoluteUri, ["clientId"] = "client", ["clientSecret"] = "hush", ["refreshTokenSecret"] = _refresh };
        change?.Invoke(settings);
        return settings.ToJsonString();
    }

    /// <summary>Somebody mentions us below a post of theirs.</summary>
    public string Post(DateTimeOffset at, string text) => Comment(at, text, null, "t3_gone");

    public string Comment(DateTimeOffset at, string text, string? parent, string link, string author = "ana", bool inInbox = true) =>
        Add(new FarThing($"t1_c{_things.Count}", author, text, at, parent ?? link, link, inInbox));

    public string Submit(DateTimeOffset at, string title, string author = "ben") => Add(new FarThing($"t3_p{_things.Count}", author, title, at, InInbox: false));

    public string Write(DateTimeOffset at, string text, string author = "ana", string? parent = null, string dest = "acme") => Add(new FarThing($"t4_m{_things.Count}", author, text, at, parent, Dest: dest));

    /// <summary>The inbox lists it only now.</summary>
    public void Tell(string id) => Change(id, t => t with { InInbox = true });

    public void Edit(string id, string text) => Change(id, t => t with { Text = text, EditedAt = (t.EditedAt ?? t.At).AddSeconds(30) });

    public void Delete(string id) => Change(id, t => t with { Deleted = true });

    /// <summary>The account allowed the app before it asked for the scope “edit”.</summary>
    public bool LacksEdit { get; set; }

    public void DeleteAnswer() => Delete(_things.Last(t => t.Author == "Acme").Name);

    public FarFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    /// <summary>What X-Ratelimit-Remaining and -Reset say; null: nothing.</summary>
    public (double Left, int Seconds)? Allowance { get; set; }

    public bool Untidy { get; set; }

    public int PageSize { get; set; } = 3;

    /// <summary>Searches fail, and nothing else does.</summary>
    public bool SearchBreaks { get; set; }

    public int? BreaksAfterPages { get; set; }

    public bool TellsAccessEnd => false;

    public DateTimeOffset? AccessEndsAt { get; set; }

    public IReadOnlyList<string> Answers => [.. _things.Where(t => t is { Author: "Acme", Deleted: false }).Select(t => t.Text)];

    public IReadOnlyList<HttpStub.Request> Requests => _server.Requests;

    /// <summary>json.errors of all that we write; null: it is taken.</summary>
    public (string Code, string Words, double? Seconds)? Refusal { get; set; }

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public bool HangsAfterTaking { get; set; }

    public bool CannotBeRead { get; set; }

    public string Password { get; set; } = "";

    public void EndAccessToken() => _access = null;

    public void ExpireAccess() => (_access, _letsIn) = (null, false);

    public void RevokeAccess() => (_access, _letsIn) = (null, false);

    public string RenewAccess()
    {
        (_refresh, _letsIn) = ("second", true);
        return Settings();
    }

    public int Renewals => _tokens;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private string Add(FarThing thing)
    {
        _things.Add(thing);
        if (thing.Link is { } link)
        {
            Route(HttpMethod.Get, $"/comments/{link[3..]}", Thread);
        }

        return thing.Name;
    }

    private void Change(string name, Func<FarThing, FarThing> change)
    {
        var at = _things.FindIndex(t => t.Name == name);
        _things[at] = change(_things[at]);
    }

    private void RouteSessions() => _server.On(HttpMethod.Post, "/api/v1/access_token", request =>
    {
        if (Trouble() is { } trouble)
        {
            return trouble;
        }

        var form = QueryHelpers.ParseQuery(request.Text);
        var right = form["grant_type"] == "password" ? form["username"] == "acme" && form["password"] == Password && Password.Length > 0 : form["refresh_token"] == _refresh;
        if (request.Headers.GetValueOrDefault("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("client:hush")))
        {
            return FarResults.Json(new JsonObject { ["message"] = "Unauthorized", ["error"] = 401 }, 401);
        }

        if (!right || !_letsIn)
        {
            return form["grant_type"] == "password" ? FarResults.Json(new JsonObject { ["error"] = "invalid_grant" }) : FarResults.Json(new JsonObject { ["message"] = "Bad Request", ["error"] = 400 }, 400);
        }

        _access = $"access{++_tokens}";
        return FarResults.Json(new JsonObject { ["access_token"] = _access, ["token_type"] = "bearer", ["expires_in"] = 86400, ["scope"] = "*" });
    });

    /// <summary>A call that asks for a good token and for a name of what asks.</summary>
    private void Route(HttpMethod method, string path, Func<HttpStub.Request, IResult> answer) => _server.On(method, path, request =>
        Trouble()
        ?? (request.Headers.GetValueOrDefault("User-Agent")?.StartsWith("web:inbox.client:v1.0 (by /u/", StringComparison.Ordinal) != true ? FarResults.Limited("Retry-After", "1", new JsonObject { ["message"] = "Too Many Requests", ["error"] = 429 })
            : _access is not null && request.Headers.GetValueOrDefault("Authorization") == "Bearer " + _access ? new Counted(answer(request), Allowance)
            : FarResults.Json(new JsonObject { ["message"] = "Unauthorized", ["error"] = 401 }, 401)));

    /// <summary>What is wrong at the moment; null when nothing is.</summary>
    private IResult? Trouble() => Fault switch
    {
        _ when LimitedUntil is { } until => FarResults.Limited("X-Ratelimit-Reset", (until - Now()).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), new JsonObject { ["message"] = "Too Many Requests", ["error"] = 429 }),
        FarFault.Broken => FarResults.Json(new JsonObject { ["message"] = "Internal Server Error", ["error"] = 500 }, 500),
        FarFault.Garbage => FarResults.Garbage,
        FarFault.Hangs => FarResults.Silence,
        _ => null,
    };

    /// <summary>Set by a test: the time by which seconds are counted.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => DateTimeOffset.UnixEpoch;

    private sealed class Counted(IResult result, (double Left, int Seconds)? allowance) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (allowance is { } counted)
            {
                httpContext.Response.Headers["X-Ratelimit-Remaining"] = counted.Left.ToString("0.0", CultureInfo.InvariantCulture);
                httpContext.Response.Headers["X-Ratelimit-Reset"] = counted.Seconds.ToString(CultureInfo.InvariantCulture);
            }

            return result.ExecuteAsync(httpContext);
        }
    }
}

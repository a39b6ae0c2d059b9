using System.Globalization;
using System.Text.Json.Nodes;
using Inbox.Channels.Tests.Contract;
using Inbox.Channels.Tests.Social;
using Inbox.Channels.X;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.X;

/// <summary>X with one account of ours, as far as the door asks it. It pages backwards, gives edits new ids and refresh tokens that serve once.</summary>
public sealed partial class XFarSide : IChangeableFarSide
{
    public const string Me = "7";
    public const string Customer = "5";
    public const string ConsumerSecret = "consumer";

    private readonly HttpStub _server;
    private readonly List<FarPost> _posts = [];
    private readonly List<FarPost> _answers = [];
    private readonly List<FarMessage> _messages = [];
    private long _sequence;
    private IResult? _loss;
    private bool _losesRequest;

    public XFarSide(HttpStub server)
    {
        _server = server;
        RouteSessions();
        RouteReading();
        RouteWriting();
    }

    /// <param name="Ids">Of its edits, the oldest first.</param>
    public sealed record FarPost(IReadOnlyList<string> Ids, string Author, string Text, DateTimeOffset At, string? Parent = null, bool Mentions = true)
    {
        public string Id => Ids[^1];
    }

    public sealed record FarMessage(string Id, string Sender, string Text, DateTimeOffset At, string Conversation);

    public void Configure(IServiceCollection services) =>
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", "true")]).Build());

    public Channel Door(Company company) => new()
    {
        Key = "x",
        Name = "X",
        Kind = XChannel.ChannelKind,
        DepartmentId = company.Support.Id,
        Address = "@acme",
        Settings = Settings("first"),
    };

    public string Post(DateTimeOffset at, string text) => Post(at, text, parent: null);

    public string Post(DateTimeOffset at, string text, string? parent, string author = Customer, bool mentions = true)
    {
        var post = new FarPost([NewId(at)], author, text, at, parent, mentions);
        _posts.Add(post);
        return post.Id;
    }

    public string Write(DateTimeOffset at, string text, string sender = Customer)
    {
        var message = new FarMessage(NewId(at), sender, text, at, $"{Customer}-{Me}");
        _messages.Add(message);
        RouteMessage(message);
        return message.Id;
    }

    public void Edit(string id, string text)
    {
        var at = _posts.FindIndex(p => p.Ids.Contains(id));
        _posts[at] = _posts[at] with { Text = text, Ids = [.. _posts[at].Ids, NewId(_posts[at].At.AddSeconds(_posts[at].Ids.Count))] };
    }

    public void Delete(string id) => _posts.RemoveAll(p => p.Ids.Contains(id));

    /// <summary>Its author lets us see it no more.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

    public FarFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    /// <summary>Searches fail, and nothing else does.</summary>
    public bool SearchBreaks { get; set; }

    /// <summary>Mentions are listed later than searches find them.</summary>
    public bool MentionsLag { get; set; }

    public bool IsCapped { get; set; }

    public bool Untidy { get; set; }

    public int PageSize => 3;

    public int? BreaksAfterPages { get; set; }

    public bool TellsAccessEnd => false;

    public DateTimeOffset? AccessEndsAt { get; set; }

    public IReadOnlyList<string> Answers => [.. _answers.Select(a => a.Text), .. _messages.Where(m => m.Sender == Me).Select(m => m.Text)];

    /// <summary>Bodies of the posts that we sent.</summary>
    public List<JsonNode> Sent { get; } = [];

    public IReadOnlyList<HttpStub.Request> Requests => _server.Requests;

    public void LoseNextAnswer(int? error = null) => _loss = FarResults.Loss(error);

    public void LoseNextRequest() => _losesRequest = true;

    public bool HangsAfterTaking { get; set; }

    public bool CannotBeRead { get; set; }

    /// <summary>The title and the words of a refusal (403) of all that we send; null: it is taken.</summary>
    public (string Title, string Detail)? Refusal { get; set; }

    public bool RefusesDuplicates { get; set; }

    /// <summary>The status under which X says that a post is gone: as a problem (404), or beside data that is not there (200).</summary>
    public int GoneStatus { get; set; } = 404;

    public void DeleteAnswer() => _answers.RemoveAt(_answers.Count - 1);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    /// <summary>The settings with OAuth 2.0, and a contract by which everybody may be answered.</summary>
    public string Settings(string refresh, Action<JsonObject>? change = null)
    {
        var settings = new JsonObject
        {
            ["server"] = _server.Url.AbsoluteUri, ["clientId"] = "client", ["clientSecret"] = "hush", ["refreshTokenSecret"] = refresh, ["consumerSecret"] = ConsumerSecret, ["answersAnybody"] = true,
        };
        change?.Invoke(settings);
        return settings.ToJsonString();
    }

    /// <summary>Milliseconds and a running number, as X makes them.</summary>
    private string NewId(DateTimeOffset at) => (((at.ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22) + ++_sequence).ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong at the moment; null when nothing is.</summary>
    private IResult? Trouble() => Fault switch
    {
        _ when IsCapped => FarResults.Json(Problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", "https://api.x.com/2/problems/usage-capped"), 429),
        _ when LimitedUntil is { } until => FarResults.Limited("x-rate-limit-reset", until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Problem(429, "Too Many Requests", "Too Many Requests")),
        FarFault.Broken => FarResults.Json(Problem(503, "Service Unavailable", "Service Unavailable"), 503),
        FarFault.Garbage => FarResults.Garbage,
        FarFault.Hangs => FarResults.Silence,
        _ => null,
    };

    private static JsonObject Problem(int status, string title, string detail, string type = "about:blank") => new() { ["title"] = title, ["detail"] = detail, ["type"] = type, ["status"] = status };
}

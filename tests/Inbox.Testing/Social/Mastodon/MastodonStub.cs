using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Mastodon;

/// <summary>
/// A server that speaks the Mastodon API, with an account of ours: <c>@acme</c>. It keeps what is posted, pages by ids, and is
/// as forgetful, slow or broken as a test says. Like some real servers it does not heed the Idempotency-Key.
/// </summary>
public sealed partial class MastodonStub : IAsyncDisposable
{
    public const string Domain = "far.example";
    public const string Account = "@acme@far.example";
    public const string FirstToken = "first-token";

    private readonly Lock _gate = new();
    private readonly HttpStub _server;
    private readonly SortedDictionary<string, FarStatus> _statuses = new(StringComparer.Ordinal);
    private readonly List<(string Id, string StatusId)> _notices = [];
    private int _ids = 1000;
    private int _pages;

    private MastodonStub(HttpStub server) => _server = server;

    public Uri Url => _server.Url;

    public IReadOnlyList<HttpStub.Request> Requests => _server.Requests;

    /// <summary>The time of the server.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The token that is good now.</summary>
    public string Token { get; set; } = FirstToken;

    public DateTimeOffset? TokenEndsAt { get; set; }

    public MastodonFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    /// <summary>Items a page, however many are asked for; small, so that a handful has several.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>Notices that a page holds back although it was not full: filters of the server do so.</summary>
    public bool PagesAreThin { get; set; }

    /// <summary>Statuses above another that the server shows at once.</summary>
    public int MostAbove { get; set; } = 40;

    /// <summary>Tells where the next page is, as not all servers do.</summary>
    public bool HasLinks { get; set; } = true;

    /// <summary>Gives several statuses by their ids at once (Mastodon 4.3).</summary>
    public bool ReadsMany { get; set; } = true;

    public int MostCharacters { get; set; } = 500;

    /// <summary>Pages repeat what the page before had.</summary>
    public bool Untidy { get; set; }

    /// <summary>Answers are held back until then.</summary>
    public Task? HoldsUntil { get; set; }

    public int? BreaksAfterPages
    {
        get;
        set => (field, _pages) = (value, 0);
    }

    /// <summary>It does not show what stands below a status.</summary>
    public bool HidesThreads { get; set; }

    public bool LosesNextAnswer { get; set; }

    /// <summary>The status that is said then; null: the line breaks.</summary>
    public int? LossError { get; set; }

    public bool LosesNextRequest { get; set; }

    public bool HangsAfterTaking { get; set; }

    /// <summary>An edit that changes nothing is an error, as on GoToSocial; Mastodon says nothing about it.</summary>
    public bool RefusesSameWords { get; set; }

    /// <summary>Deletions that it takes before it breaks (502); null: all.</summary>
    public int? MostDeletions { get; set; }

    /// <summary>What we posted, in order.</summary>
    public IReadOnlyList<FarStatus> Answers => Read(() => _statuses.Values.Where(s => s.Acct == "acme" && !s.Deleted).ToList());

    public static async Task<MastodonStub> StartAsync()
    {
        var stub = new MastodonStub(await HttpStub.StartAsync());
        stub.AddRoutes();
        stub.AddOAuth();
        stub.AddStreams();
        return stub;
    }

    /// <summary>Somebody posts; whoever is named is told, which gives us a notice.</summary>
    public string Post(
        DateTimeOffset at, string html, string acct = "ana@elsewhere.example", string visibility = "public", string? replyTo = null, string warning = "",
        IReadOnlyList<string>? mentions = null, IReadOnlyList<string>? tags = null, string text = "", IReadOnlyList<string>? media = null, string? key = null, string? id = null) => Read(() =>
    {
        id ??= NextId();
        _statuses[id] = new FarStatus(id, acct, html, visibility, replyTo, at)
        {
            Language = UsualLanguage, Mentions = mentions ?? ["acme"], Tags = tags ?? [], Warning = warning, Text = text, Media = media ?? [], IdempotencyKey = key,
        };
        AddRoutes(id);
        if (_statuses[id].Mentions.Contains("acme"))
        {
            _notices.Add((NextId(), id));
            Tell("notification");
        }

        return id;
    });

    /// <summary>Of a post that was written now, and that its server will deliver later.</summary>
    public string IdOfLatePost() => Read(NextId);

    public void Edit(string id, string html) => Change(id, s => s with { Html = html, EditedAt = (s.EditedAt ?? s.At).AddSeconds(7) });

    public void Delete(string id) => Change(id, s => s with { Deleted = true });

    public void Spread(string id, long favourites, long boosts, long replies) => Change(id, s => s with { Favourites = favourites, Boosts = boosts, Replies = replies });

    public FarStatus Find(string id) => Read(() => _statuses[id]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Change(string id, Func<FarStatus, FarStatus> change) => Read(() => _statuses[id] = change(_statuses[id]));

    private string NextId() => (_ids++).ToString(CultureInfo.InvariantCulture);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>Answers as the server is just now: limited, broken, or to who has the token.</summary>
    private void On(HttpMethod method, string path, Func<HttpStub.Request, IResult> answer, bool open = false) => _server.On(method, path, request => this switch
    {
        { LimitedUntil: { } until } => new FarAnswers.Limited(until),
        { Fault: MastodonFault.Broken } => Results.StatusCode((int)HttpStatusCode.InternalServerError),
        { Fault: MastodonFault.Garbage } => Results.Text("%&/ nothing of a server", "text/html"),
        { Fault: MastodonFault.Hangs } => new FarAnswers.Silence(),
        _ when !open && request.Headers.GetValueOrDefault("Authorization") != $"Bearer {Token}" => Results.Json(new { error = "The access token was revoked" }, statusCode: 401),
        { HoldsUntil: { } until } => new FarAnswers.Late(until, Read(() => answer(request))),
        _ => Read(() => answer(request)),
    });
}

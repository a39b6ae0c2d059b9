using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inbox.Testing.Social.Mastodon;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Testing.Social.Meta;

/// <summary>
/// A Graph API with a page, an Instagram account and a WhatsApp number of ours. It keeps what is said, pages by cursors, signs
/// what it pushes, and is as forgetful, slow or broken as a test says. It takes the same answer twice, as the real one does.
/// </summary>
public sealed partial class GraphStub : IAsyncDisposable
{
    public const string Page = "77001";
    public const string Instagram = "17841400000077";
    public const string Number = "+1 555 000 1000";
    public const string NumberId = "10200300";
    public const string Person = "5005";
    public const string AppId = "9009";
    public const string AppSecret = "app-secret-of-acme";
    public const string VerifyToken = "a word of acme";
    public const string FirstToken = "first-token";

    private readonly Lock _gate = new();
    private readonly HttpStub _server;
    private readonly Dictionary<string, FarRemark> _remarks = new(StringComparer.Ordinal);
    private int _ids = 1000;
    private int _pages;
    private int _renewals;

    private GraphStub(HttpStub server, string account) => (_server, Account) = (server, account);

    /// <summary>Which of ours this one is about.</summary>
    public string Account { get; }

    public bool IsInstagram => Account == Instagram;

    /// <summary>With the version.</summary>
    public string Root => $"{_server.Url}v23.0";

    public IReadOnlyList<HttpStub.Request> Requests => _server.Requests;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The token that is good now.</summary>
    public string Token { get; set; } = FirstToken;

    /// <summary>463: it ran out; 460: it was withdrawn.</summary>
    public int WhyNot { get; set; } = 460;

    public DateTimeOffset? TokenEndsAt { get; set; }

    /// <summary>Made less than a day ago: it cannot be renewed yet.</summary>
    public bool TokenIsYoung { get; set; }

    public GraphFault Fault { get; set; }

    public DateTimeOffset? LimitedUntil { get; set; }

    /// <summary>Answers every post with this error code and subcode.</summary>
    public (int Code, int Subcode)? Refuses { get; set; }

    /// <summary>Deletes no comment, in the words that it has for one that is gone.</summary>
    public bool KeepsComments { get; set; }

    /// <summary>The time for answers is over, but for those with the tag for people.</summary>
    public bool WindowIsOver { get; set; }

    /// <summary>Items a page, however many are asked for.</summary>
    public int PageSize { get; set; } = 3;

    public bool Untidy { get; set; }

    public int? BreaksAfterPages
    {
        get;
        set => (field, _pages) = (value, 0);
    }

    public bool CannotBeRead { get; set; }

    public bool LosesNextAnswer { get; set; }

    /// <summary>The status that is said then; null: the line breaks.</summary>
    public int? LossError { get; set; }

    public bool LosesNextRequest { get; set; }

    public bool HangsAfterTaking { get; set; }

    public string PersonName { get; set; } = "Ana Ruiz";

    /// <summary>The post that comments stand under unless a test says otherwise.</summary>
    public string PostId => IsInstagram ? "1800" : $"{Page}_1";

    /// <summary>What we said, in order.</summary>
    public IReadOnlyList<FarRemark> Answers => Read(() => _remarks.Values.Where(r => r is { Sent.Length: > 0, Deleted: false }).ToList());

    public static async Task<GraphStub> StartAsync(string account)
    {
        var stub = new GraphStub(await HttpStub.StartAsync(), account);
        stub.AddRoutes();
        return stub;
    }

    /// <summary>Somebody comments.</summary>
    public string Comment(DateTimeOffset at, string text, string? author = Person, string? below = null) => Read(() => Add(new FarRemark(NextCommentId(), below ?? PostId, author, text, at)));

    /// <summary>Somebody writes in private.</summary>
    public string Write(DateTimeOffset at, string text, string person = Person) => Read(() => Add(new FarRemark(NextMid(), Below: null, person, text, at) { Person = person }));

    public void Edit(string id, string text) => Change(id, r => r with { Text = text });

    public void Delete(string id) => Change(id, r => r with { Deleted = true });

    public void Like(string id, long likes) => Change(id, r => r with { Likes = likes });

    public FarRemark Find(string id) => Read(() => _remarks[id]);

    /// <summary>What stands in the header of a call with this body.</summary>
    public static string Signature(byte[] body, string secret = AppSecret) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Add(FarRemark remark)
    {
        _remarks[remark.Id] = remark;
        if (remark.Person is null)
        {
            AddRoutes(remark.Id);
        }

        return remark.Id;
    }

    private void Change(string id, Func<FarRemark, FarRemark> change) => Read(() => _remarks[id] = change(_remarks[id]));

    private string NextCommentId() => IsInstagram ? $"1790{NextId()}" : $"1_{NextId()}";

    private string NextMid() => IsInstagram ? $"aWdfZA{NextId()}" : $"m_{NextId()}";

    private string NextId() => (_ids++).ToString(CultureInfo.InvariantCulture);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>Answers as the API is just now: limited, broken, or to who has the token.</summary>
    private void On(HttpMethod method, string path, Func<HttpStub.Request, IResult> answer, bool asApp = false) => _server.On(method, $"/v23.0/{path}", request => this switch
    {
        { LimitedUntil: { } until } => new Limited(until - Time.GetUtcNow(), Account),
        { Fault: GraphFault.Broken } => Error(2, 0, "Service temporarily unavailable", status: 500),
        { Fault: GraphFault.Garbage } => Results.Text("%&/ nothing of a server", "text/html"),
        { Fault: GraphFault.Hangs } => new FarAnswers.Silence(),
        _ when request.Headers.GetValueOrDefault("Authorization") != $"Bearer {(asApp ? $"{AppId}|{AppSecret}" : Token)}" => Error(190, WhyNot, "Error validating access token", status: 401),
        _ when Query(request, "appsecret_proof") is { } proof && proof != Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(Token))) => Error(100, 0, "Invalid appsecret_proof provided in the API argument"),
        _ when method == HttpMethod.Post && Refuses is { } refusal => Error(refusal.Code, refusal.Subcode, "No."),
        _ => Read(() => answer(request)),
    });

    private static IResult Error(int code, int subcode, string message, int status = 400) => Results.Json(
        new { error = new { message = $"(#{code}) {message}", type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "A1" } }, statusCode: status);

    private static string? Query(HttpStub.Request request, string name) =>
        QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Business use cases tell the minutes to wait; what is no whole minute is told as other servers tell it.</summary>
    private sealed class Limited(TimeSpan wait, string account) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (wait.Ticks % TimeSpan.TicksPerMinute == 0)
            {
                httpContext.Response.Headers["X-Business-Use-Case-Usage"] = string.Create(
                    CultureInfo.InvariantCulture, $$"""{"{{account}}":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":{{wait.TotalMinutes:0}}}]}""");
            }
            else
            {
                httpContext.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            }

            return Error(32, 0, "Page request limit reached").ExecuteAsync(httpContext);
        }
    }
}

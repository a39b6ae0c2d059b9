using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core.Customers;

namespace Inbox.Channels.Reddit.Api;

/// <summary>Calls in the name of one account. Every one throws <see cref="ApiException"/> where the far side fails.</summary>
internal sealed class RedditApi(RedditSettings settings, string account, long channelId, ApiTransport transport, OAuthSessions sessions)
{
    /// <summary>The most that a page of a listing and a lookup of things hold.</summary>
    public const int MostAtOnce = 100;

    private readonly OAuthSession? _stored = OAuthSession.Read(settings.SessionSecret);

    public RedditSettings Settings => settings;

    /// <summary>Ours, normalised.</summary>
    public string Account { get; } = HandleKinds.Normalise(HandleKinds.Reddit, account);

    public DateTimeOffset Now => transport.Now;

    /// <summary>So many requests are left, and for so long, as the last answer said; null: it did not.</summary>
    public (double Left, TimeSpan For)? Allowance { get; private set; }

    public Task<JsonElement> GetAsync(string path, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, $"{path}?{ApiTransport.Query(query)}", null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, form, cancellationToken);

    /// <summary>The things of a listing, newest first.</summary>
    public async Task<(IReadOnlyList<RedditItem> Items, string? After)> ListAsync(string path, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(path, query, cancellationToken);
        return (RedditItem.ListOf(answer) ?? throw new ApiException(ApiFailure.Unsure, "Reddit answered without a list."), answer.Get("data").Filled("after"));
    }

    /// <summary>Comments and posts as they stand now.</summary>
    public async Task<IReadOnlyList<RedditItem>> ThingsAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        (await ListAsync("/api/info", [("id", string.Join(',', names))], cancellationToken)).Items;

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, IReadOnlyDictionary<string, string>? form, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(channelId, settings.Key, _stored, null, RenewAsync, cancellationToken);
        try
        {
            return await SendAsync(method, path, form, session.Access, cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.AccessLost)
        {
            session = await sessions.GetAsync(channelId, settings.Key, _stored, session.Access, RenewAsync, cancellationToken);
        }

        return await SendAsync(method, path, form, session.Access, cancellationToken);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, IReadOnlyDictionary<string, string>? form, string token, CancellationToken cancellationToken)
    {
        using var request = Request(method, settings.Server, path, form);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await transport.SendAsync(request, cancellationToken);
        Allowance = answer.Number("X-Ratelimit-Remaining") is { } left && answer.Number("X-Ratelimit-Reset") is { } seconds ? (left, TimeSpan.FromSeconds(Math.Min(seconds, 3600))) : null;
        return RedditAnswers.Understand(answer, writes: method == HttpMethod.Post, Now);
    }

    private async Task<OAuthSession> RenewAsync(OAuthSession? known, CancellationToken cancellationToken)
    {
        var refresh = known is { Refresh.Length: > 0 } ? known.Refresh : settings.RefreshTokenSecret;
        if (refresh.Length == 0 && settings.AccountPassword.Length == 0)
        {
            throw new ApiException(ApiFailure.AccessLost, "The access of the account is missing. Give a refresh token, or the password of a script app's owner.");
        }

        using var request = Request(HttpMethod.Post, settings.LoginServer, "/api/v1/access_token", refresh.Length > 0
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh }
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "password", ["username"] = Account, ["password"] = settings.AccountPassword });
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.ClientId}:{settings.ClientSecret}")));
        var answer = await transport.SendAsync(request, cancellationToken);

        // A wrong password is told with status 200.
        if (answer.Status is 400 or 401 or 403 || (answer.IsOk && answer.Root.Filled("error") is not null))
        {
            throw new ApiException(ApiFailure.AccessLost, $"Reddit does not let the account in ({answer.InWords.TrimEnd('.')}). Check the client ID and its secret, and give a new refresh token or the right password.");
        }

        return OAuthSession.Of(RedditAnswers.Understand(answer, writes: false, Now), refresh, settings.Key, Now)
            ?? throw new ApiException(ApiFailure.Unsure, $"{answer.Host} gave out no token.");
    }

    /// <summary>Reddit slows down whoever does not say what asks, in which version and for whom.</summary>
    private HttpRequestMessage Request(HttpMethod method, string server, string path, IReadOnlyDictionary<string, string>? form)
    {
        var request = new HttpRequestMessage(method, ApiTransport.AddressOf(server.TrimEnd('/') + path, "API")) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("User-Agent", $"web:inbox.{settings.ClientId}:v1.0 (by /u/{Account})");
        return request;
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.X.Api;

/// <summary>Calls in the name of one account. Every one throws <see cref="ApiException"/> where the far side fails.</summary>
internal sealed class XApi(XSettings settings, long channelId, ApiTransport transport, OAuthSessions sessions)
{
    /// <summary>The most that a lookup of posts takes, and that a page of a timeline holds.</summary>
    public const int MostAtOnce = 100;

    private readonly OAuthSession? _stored = OAuthSession.Read(settings.SessionSecret);

    public XSettings Settings => settings;

    public DateTimeOffset Now => transport.Now;

    public Task<JsonElement> GetAsync(string path, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, $"{path}?{ApiTransport.Query(query)}", () => null, cancellationToken);

    /// <summary>A search, which an app may do without an account.</summary>
    public async Task<JsonElement> SearchAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) => settings.BearerSecret.Length > 0
        ? await SendAsync(HttpMethod.Get, $"{XFields.Search}?{ApiTransport.Query(query)}", null, new AuthenticationHeaderValue("Bearer", settings.BearerSecret), cancellationToken)
        : await GetAsync(XFields.Search, query, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, () => JsonContent.Create(body), cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) => CallAsync(HttpMethod.Delete, path, () => null, cancellationToken);

    public Task<JsonElement> UploadAsync(byte[] bytes, string contentType, string category, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            "/2/media/upload",
            () => new MultipartFormDataContent
            {
                { new StringContent(category), "media_category" },
                { new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } }, "media", "image" },
            },
            cancellationToken);

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, Func<HttpContent?> content, CancellationToken cancellationToken)
    {
        if (settings.Signs)
        {
            var signer = new XOAuth1(settings.ApiKey, settings.ConsumerSecret, settings.AccessKeySecret, settings.AccessTokenSecret);
            var signed = signer.Header(method.Method, AddressOf(path), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Now);
            return await SendAsync(method, path, content(), new AuthenticationHeaderValue("OAuth", signed), cancellationToken);
        }

        var session = await sessions.GetAsync(channelId, settings.Key, _stored, null, RenewAsync, cancellationToken);
        try
        {
            return await SendAsync(method, path, content(), new AuthenticationHeaderValue("Bearer", session.Access), cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.AccessLost)
        {
            session = await sessions.GetAsync(channelId, settings.Key, _stored, session.Access, RenewAsync, cancellationToken);
        }

        return await SendAsync(method, path, content(), new AuthenticationHeaderValue("Bearer", session.Access), cancellationToken);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path)) { Content = content };
        request.Headers.Authorization = authorization;
        return XAnswers.Understand(await transport.SendAsync(request, cancellationToken), writes: method == HttpMethod.Post, Now);
    }

    private Uri AddressOf(string path) => ApiTransport.AddressOf(settings.Server.TrimEnd('/') + path, "API");

    private async Task<OAuthSession> RenewAsync(OAuthSession? known, CancellationToken cancellationToken)
    {
        var refresh = known?.Refresh ?? settings.RefreshTokenSecret;
        if (refresh.Length == 0)
        {
            throw new ApiException(ApiFailure.AccessLost, "The keys of the account are missing. Give the four keys of OAuth 1.0a, or a client ID and a refresh token.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf("/2/oauth2/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", refresh), new("client_id", settings.ClientId)]),
        };
        if (settings.ClientSecret.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.ClientId}:{settings.ClientSecret}")));
        }

        var answer = await transport.SendAsync(request, cancellationToken);
        if (answer.Status is 400 or 401 or 403)
        {
            throw new ApiException(ApiFailure.AccessLost, string.Create(CultureInfo.InvariantCulture, $"X does not take the refresh token any more ({answer.InWords.TrimEnd('.')}). Allow the app once more and type the new refresh token."));
        }

        return OAuthSession.Of(XAnswers.Understand(answer, writes: false, Now), refresh, settings.Key, Now)
            ?? throw new ApiException(ApiFailure.Unsure, $"{answer.Host} gave out no token.");
    }
}

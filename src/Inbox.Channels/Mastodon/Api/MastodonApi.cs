using System.Net.Http.Headers;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon.Api;

/// <summary>Requests to one server that speaks the Mastodon API, bounded in size and time.</summary>
/// <param name="client">A guarded client; it is closed with this.</param>
/// <param name="server">Without a path.</param>
/// <param name="token">Null asks as nobody.</param>
internal sealed class MastodonApi(HttpClient client, Uri server, string? token, TimeProvider time) : IDisposable
{
    /// <summary>The context of a long thread is the largest answer there is.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(25);

    public Uri Server => server;

    public AuthenticationHeaderValue? Authorization { get; } = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(server, path)), UsualTime, cancellationToken);

    /// <summary>Null where there is nothing, or nothing that we may see.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (MastodonException e) when (e.Trouble == MastodonTrouble.Missing)
        {
            return null;
        }
    }

    public Task<JsonElement> PostAsync(string path, HttpContent content, string? idempotencyKey, CancellationToken cancellationToken, TimeSpan? mostTime = null) => SendAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path)) { Content = content };
            if (idempotencyKey is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            }

            return request;
        },
        mostTime ?? UsualTime,
        cancellationToken);

    public Task<JsonElement> PutAsync(string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Put, new Uri(server, path)) { Content = content }, UsualTime, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, new Uri(server, path)), UsualTime, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<JsonElement> SendAsync(Func<HttpRequestMessage> compose, TimeSpan mostTime, CancellationToken cancellationToken)
    {
        using var request = compose();
        request.Headers.Authorization = Authorization;
        try
        {
            return await client.AskAsync(server, request, mostTime, time, Understand, cancellationToken);
        }
        catch (NoAnswerException e)
        {
            throw MastodonAnswers.Of(e);
        }
    }

    private JsonElement Understand(HttpResponseMessage response, SocialDocument document) =>
        MastodonAnswers.Trouble(response, document, time.GetUtcNow()) is { } trouble ? throw trouble
        : document.Roots is [var root] ? root
        : throw new MastodonException(MastodonTrouble.Garbage, $"{server.Host} answers, but not as a Mastodon server does.");
}

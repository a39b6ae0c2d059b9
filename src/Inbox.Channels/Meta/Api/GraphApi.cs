using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Http;
using Inbox.Channels.Social;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Meta.Api;

/// <summary>Requests to the Graph API, bounded in size and time. The token travels in a header; it stands in an address only where Meta takes it nowhere else (debug_token, refresh_access_token).</summary>
/// <param name="client">A guarded client; it is closed with this.</param>
/// <param name="root">With the version, without a slash behind it.</param>
/// <param name="token">Of the page, account or number.</param>
/// <param name="proofSecret">The app's secret: it proves that the token was not stolen ("Securing requests"). Empty: not proved.</param>
internal sealed class GraphApi(HttpClient client, Uri root, string token, string proofSecret, TimeProvider time) : IDisposable
{
    public const long MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(25);

    public string Host => root.Host;

    /// <param name="path">Without the version, such as <c>77/feed?limit=25</c>; its values are escaped. What begins with a slash has no version.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="mostTime">Null: as usual.</param>
    /// <param name="asToken">Another token than the channel's.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken, TimeSpan? mostTime = null, string? asToken = null) =>
        SendAsync(HttpMethod.Get, path, content: null, mostTime ?? UsualTime, asToken, cancellationToken);

    public Task<JsonElement> PostAsync(string path, HttpContent content, CancellationToken cancellationToken, TimeSpan? mostTime = null) =>
        SendAsync(HttpMethod.Post, path, content, mostTime ?? UsualTime, asToken: null, cancellationToken);

    public Task<JsonElement> PostJsonAsync(string path, object body, CancellationToken cancellationToken) =>
        PostAsync(path, new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, MetaSettings.Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, content: null, UsualTime, asToken: null, cancellationToken);

    /// <summary>A file; null where it is gone, is not for us, or is too large.</summary>
    /// <param name="address">As the API gave it.</param>
    /// <param name="withToken">Of WhatsApp; elsewhere the address itself is the key, and the token is nobody's business.</param>
    /// <param name="mostBytes">No more of it is read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="GraphException">It may be had later.</exception>
    public async Task<byte[]?> DownloadAsync(Uri address, bool withToken, long mostBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("Inbox/1.0");
            if (withToken && IsMetas(address.Host))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode >= 500)
            {
                throw new GraphException(GraphTrouble.BrokeOff, $"{address.Host} has trouble of its own ({(int)response.StatusCode}).");
            }

            return response.IsSuccessStatusCode && response.Content.Headers.ContentLength <= mostBytes ? await response.Content.ReadAsByteArrayAsync(cancellationToken) : null;
        }
        catch (GuardedHttpException)
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new GraphException(GraphTrouble.BrokeOff, $"The connection to {address.Host} broke.");
        }
    }

    /// <summary>Nobody else gets the token, whatever an answer says.</summary>
    private bool IsMetas(string host) => host == root.Host || host.EndsWith(".fbsbx.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".facebook.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where there is nothing, or nothing that we may see.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Missing)
        {
            return null;
        }
    }

    /// <summary>The pages of a list, one after the other, for as long as the caller goes on.</summary>
    public IAsyncEnumerable<IReadOnlyList<JsonElement>> PagesAsync(string path, CancellationToken cancellationToken) => PagesAsync(path, path, cancellationToken);

    /// <summary>The same from a page in the middle.</summary>
    /// <param name="from">Its path.</param>
    /// <param name="path">Of the list.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> PagesAsync(string from, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = from; next is not null;)
        {
            var page = await GetAsync(next, cancellationToken);
            if (page.Get("data").ValueKind != JsonValueKind.Array)
            {
                throw new GraphException(GraphTrouble.Garbage, $"{Host} answers, but not as the Graph API does.");
            }

            yield return [.. page.Items("data")];
            next = NextOf(page, path);
        }
    }

    /// <summary>The path of the page behind one, of which <paramref name="path"/> was the first: the address that is given carries the token, so only its cursor is taken.</summary>
    public static string? NextOf(JsonElement page, string path)
    {
        var paging = page.Get("paging");
        if (paging.Filled("next") is not { } next)
        {
            return null;
        }

        var given = Uri.TryCreate(next, UriKind.Absolute, out var address) ? QueryHelpers.ParseQuery(address.Query) : [];
        var after = paging.Get("cursors").Filled("after") ?? (given.TryGetValue("after", out var cursor) ? cursor.ToString() : "");
        return after.Length == 0 ? null : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(after)}";
    }

    public void Dispose() => client.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan mostTime, string? asToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path, asToken)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", asToken ?? token);
        try
        {
            return await client.AskAsync(root, request, mostTime, time, Understand, cancellationToken);
        }
        catch (NoAnswerException e)
        {
            throw GraphErrors.Of(e);
        }
    }

    private JsonElement Understand(HttpResponseMessage response, SocialDocument document) =>
        GraphErrors.Trouble(response, document, time.GetUtcNow()) is { } trouble ? throw trouble
        : document.Roots is [var answer] && answer.IsObject() ? answer
        : throw new GraphException(GraphTrouble.Garbage, $"{Host} answers, but not as the Graph API does.");

    /// <summary>The proof is of the token that is used; an app's own token needs none.</summary>
    private Uri AddressOf(string path, string? asToken)
    {
        var address = path.StartsWith('/') ? $"{root.GetLeftPart(UriPartial.Authority)}{path}" : $"{root.AbsoluteUri.TrimEnd('/')}/{path}";
        return asToken is not null || proofSecret.Length == 0
            ? new Uri(address)
            : new Uri($"{address}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}appsecret_proof={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(proofSecret), Encoding.UTF8.GetBytes(token)))}");
    }
}

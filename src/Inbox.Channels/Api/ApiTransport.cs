using System.Net.Http.Headers;
using Inbox.Channels.Http;
using Inbox.Channels.Social;

namespace Inbox.Channels.Api;

/// <summary>One call of a JSON API, by the guarded client. What the answer means, its own network says.</summary>
internal sealed class ApiTransport(IHttpClientFactory clients, TimeProvider time)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <exception cref="ApiException">No answer came.</exception>
    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            using var client = clients.CreateGuarded();
            client.MaxResponseContentBufferSize = MostBytes;
            using var response = await client.SendAsync(request, limit.Token);
            var document = SocialDocument.Read(await response.Content.ReadAsByteArrayAsync(limit.Token));
            return new ApiAnswer(host, (int)response.StatusCode, response.Headers, document.Roots is [var root] ? root : default, ApiError.Of(document.Roots));
        }
        catch (HttpRequestException e)
        {
            var before = e is GuardedHttpException || e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            throw new ApiException(before ? ApiFailure.Failing : ApiFailure.Unsure, $"{host} cannot be reached ({e.Message.TrimEnd('.')}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(ApiFailure.Unsure, $"{host} did not answer within {MostTime.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>A request for JSON.</summary>
    /// <param name="method">Of HTTP.</param>
    /// <param name="address">A whole one.</param>
    /// <param name="content">What is sent along.</param>
    /// <param name="token">Proves who asks (RFC 6750, 2.1); null asks as nobody.</param>
    /// <exception cref="ApiException">The address is none of the web.</exception>
    public static HttpRequestMessage Request(HttpMethod method, string address, HttpContent? content, string? token)
    {
        var request = new HttpRequestMessage(method, AddressOf(address)) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <param name="address">A whole one, as typed or told.</param>
    /// <param name="called">What people know it as.</param>
    /// <exception cref="ApiException">It is no web address.</exception>
    public static Uri AddressOf(string address, string called = "service") => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        ? uri
        : throw new ApiException(ApiFailure.Failing, $"The address of the {called} is no web address (https://…).");

    public static string Query(IEnumerable<(string Name, string? Value)> query) =>
        string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"));
}

using System.Net.Http.Headers;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky.Api;

/// <summary>One call of the protocol (XRPC): <c>{service}/xrpc/{name}</c>.</summary>
internal static class Xrpc
{
    private const int MostSaid = 200;
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(5);

    /// <exception cref="ApiException">It failed.</exception>
    public static async Task<JsonElement> XrpcAsync(
        this ApiTransport transport, HttpMethod method, string service, string call, HttpContent? content, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, ApiTransport.AddressOf($"{service.TrimEnd('/')}/xrpc/{call}")) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return Understand(await transport.SendAsync(request, cancellationToken), transport.Now);
    }

    private static JsonElement Understand(ApiAnswer answer, DateTimeOffset now)
    {
        if (answer.IsOk)
        {
            return answer.Object();
        }

        var error = answer.Root.Filled("error") ?? (answer.Status == 401 ? "AuthenticationRequired" : null);
        throw answer.Status switch
        {
            429 => new ApiException(ApiFailure.Limited, $"{answer.Host} asks to wait.") { Status = 429, Until = ResetOf(answer, now) },
            >= 500 => answer.As(ApiFailure.Failing, answer.InWordsUpTo(MostSaid)),
            _ => new ApiException(IsOfTokens(error) ? ApiFailure.AccessLost : ApiFailure.Refused, answer.InWordsUpTo(MostSaid)) { Status = answer.Status, Reasons = error is null ? [] : [error] },
        };
    }

    /// <summary>The protocol reports tokens with status 400, some servers with 401.</summary>
    private static bool IsOfTokens(string? error) => error is "ExpiredToken" or "InvalidToken" or "AuthMissing" or "AuthenticationRequired";

    /// <summary>RateLimit-Reset is in seconds since 1970.</summary>
    private static DateTimeOffset ResetOf(ApiAnswer answer, DateTimeOffset now) =>
        answer.Number("RateLimit-Reset") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : now + (answer.Headers.RetryAfter?.Delta ?? UsualLimit);
}

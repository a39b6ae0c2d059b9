using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;

namespace Inbox.Channels.Google;

/// <summary>Calls of an API of Google's under one grant.</summary>
internal sealed class GoogleApi(ApiTransport transport, GoogleTokens tokens, GoogleGrant grant, string service, TimeProvider time)
{
    /// <summary>When the grant ends for good, as far as Google has told by now.</summary>
    public DateTimeOffset? RenewBy { get; private set; }

    /// <param name="path">Behind the address of the service, with its query.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="ApiException">It failed.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(grant, null, cancellationToken);
        RenewBy = token.RenewBy;
        try
        {
            return await CallAsync(method, path, body, token, cancellationToken);
        }
        catch (ApiException e) when (e.Status == 401)
        {
            // A token may be withdrawn before its time; the grant tells whether a person must do something.
            token = await tokens.GetAsync(grant, token.Text, cancellationToken);
        }

        return await CallAsync(method, path, body, token, cancellationToken);
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, JsonObject? body, GoogleToken token, CancellationToken cancellationToken)
    {
        try
        {
            using var request = ApiTransport.Request(method, $"{service.TrimEnd('/')}/{path}", body is null ? null : JsonContent.Create(body), token.Text);
            return GoogleAnswers.Understand(await transport.SendAsync(request, cancellationToken), time.GetUtcNow());
        }
        catch (ApiException e) when (e.Status == 403)
        {
            throw GoogleRefusals.Understand(e, time.GetUtcNow());
        }
        catch (ApiException e) when (method == HttpMethod.Post && e is { Failure: ApiFailure.Failing, Status: >= 500 and not 503 })
        {
            // What was to be written may stand there behind an error of theirs. 503 takes nothing (RFC 9110, 15.6.4).
            throw new ApiException(ApiFailure.Unsure, e.Message) { Status = e.Status, Reasons = e.Reasons };
        }
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;

namespace Inbox.Channels.AppStore;

/// <summary>Calls of the App Store Connect API under one key.</summary>
internal sealed class AppStoreApi(ApiTransport transport, AppStoreKey key, string service, TimeProvider time)
{
    private string Base => service.TrimEnd('/');

    /// <param name="path">Behind the address of the service; or a whole address that it gave us, which must lead back to it.</param>
    /// <exception cref="ApiException">It failed.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var address = path.StartsWith('/') ? Base + path : path;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var asked) || !Uri.TryCreate(Base, UriKind.Absolute, out var ours)
            || Uri.Compare(asked, ours, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new ApiException(ApiFailure.Failing, "App Store Connect names a next page that is not its own.");
        }

        try
        {
            using var request = ApiTransport.Request(method, address, body is null ? null : JsonContent.Create(body), key.Sign(time.GetUtcNow()));
            return (await transport.SendAsync(request, cancellationToken)).ByStatus(time.GetUtcNow(), []);
        }
        catch (ApiException e) when (e.Status is 401 or 403)
        {
            throw new ApiException(ApiFailure.AccessLost, $"App Store Connect does not let our key in: it was revoked, or its role may not answer reviews. {e.Message}") { Status = e.Status };
        }
    }
}

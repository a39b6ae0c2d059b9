using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky.Api;

/// <summary>Calls in the name of one account. Every one throws <see cref="ApiException"/> where the far side fails.</summary>
internal sealed class BlueskyApi(BlueskySessions sessions, ApiTransport transport, long channelId, BlueskyLogin login, BlueskySession? stored)
{
    /// <summary>The most that getPosts and getProfiles take.</summary>
    public const int MostAtOnce = 25;

    public async Task<string> DidAsync(CancellationToken cancellationToken) => (await sessions.GetAsync(channelId, login, stored, null, cancellationToken)).Did;

    public Task<JsonElement> GetAsync(string call, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, $"{call}?{ApiTransport.Query(query)}", () => null, cancellationToken);

    public Task<JsonElement> PostAsync(string call, JsonObject body, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, call, () => JsonContent.Create(body), cancellationToken);

    public Task<JsonElement> UploadAsync(byte[] bytes, string contentType, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "com.atproto.repo.uploadBlob", () => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } }, cancellationToken);

    /// <summary>The views of posts that are there, by uri.</summary>
    public Task<Dictionary<string, JsonElement>> PostsAsync(IEnumerable<string> uris, CancellationToken cancellationToken) =>
        ManyAsync("app.bsky.feed.getPosts", "uris", "posts", "uri", uris, cancellationToken);

    /// <summary>Profiles with their followers, by DID.</summary>
    public Task<Dictionary<string, JsonElement>> ProfilesAsync(IEnumerable<string> dids, CancellationToken cancellationToken) =>
        ManyAsync("app.bsky.actor.getProfiles", "actors", "profiles", "did", dids, cancellationToken);

    /// <summary>The list of an answer; one without it is none.</summary>
    public static IEnumerable<JsonElement> ListOf(JsonElement answer, string name) =>
        answer.Get(name).ValueKind == JsonValueKind.Array ? answer.Items(name) : throw new ApiException(ApiFailure.Unsure, $"The service answered without {name}.");

    private async Task<Dictionary<string, JsonElement>> ManyAsync(string call, string parameter, string list, string key, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var batch in ids.Distinct(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            foreach (var item in ListOf(await GetAsync(call, batch.Select(id => (parameter, (string?)id)), cancellationToken), list))
            {
                found[item.Filled(key) ?? ""] = item;
            }
        }

        return found;
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, string call, Func<HttpContent?> content, CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(channelId, login, stored, null, cancellationToken);
        try
        {
            using var first = content();
            return await transport.XrpcAsync(method, session.Pds, call, first, session.Access, cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.AccessLost)
        {
            session = await sessions.GetAsync(channelId, login, stored, session.Access, cancellationToken);
        }

        using var second = content();
        return await transport.XrpcAsync(method, session.Pds, call, second, session.Access, cancellationToken);
    }
}

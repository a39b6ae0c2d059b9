using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Inbox.Testing.Social.Bluesky;

/// <summary>A post by its name and version.</summary>
public sealed record BlueskyPostName(string Uri, string Cid)
{
    public JsonObject Reference() => new() { ["uri"] = Uri, ["cid"] = Cid };

    public string Key => Uri[(Uri.LastIndexOf('/') + 1)..];
}

/// <summary>Somebody with an account on the network, who uses it as an app of theirs does and not as Inbox does.</summary>
public sealed class BlueskyPerson
{
    private const string Posts = "app.bsky.feed.post";
    private readonly HttpClient _client;
    private readonly string _token;

    internal BlueskyPerson(HttpClient client, JsonNode session)
    {
        _client = client;
        (Did, Handle, _token) = ((string)session["did"]!, (string)session["handle"]!, (string)session["accessJwt"]!);
    }

    public string Did { get; }

    public string Handle { get; }

    /// <summary>A new app password of this name.</summary>
    public async Task<string> AllowAsync(string name) =>
        (string)(await CallAsync("com.atproto.server.createAppPassword", new JsonObject { ["name"] = name }))["password"]!;

    /// <summary>Ends the app password and every session that was opened with it.</summary>
    public Task WithdrawAsync(string name) => CallAsync("com.atproto.server.revokeAppPassword", new JsonObject { ["name"] = name });

    /// <param name="text">Names of <paramref name="mentioned"/> in it are made live.</param>
    /// <param name="mentioned">Who is spoken to.</param>
    /// <param name="parent">The post answered.</param>
    /// <param name="root">Where the conversation began; null: with the post answered.</param>
    /// <param name="embed">What hangs on it.</param>
    public async Task<BlueskyPostName> PostAsync(string text, BlueskyPerson? mentioned = null, BlueskyPostName? parent = null, BlueskyPostName? root = null, JsonObject? embed = null)
    {
        var record = new JsonObject { ["$type"] = Posts, ["text"] = text, ["createdAt"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture) };
        if (mentioned is not null)
        {
            var (name, at) = ("@" + mentioned.Handle, text.IndexOf("@" + mentioned.Handle, StringComparison.Ordinal));
            var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
            record["facets"] = new JsonArray(new JsonObject
            {
                ["index"] = new JsonObject { ["byteStart"] = start, ["byteEnd"] = start + name.Length },
                ["features"] = new JsonArray(new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = mentioned.Did }),
            });
        }

        if (parent is not null)
        {
            // The network takes in several accounts at once, and tells nobody of an answer to a post that it has yet to see.
            await Eventually.IsAsync(() => IsShownAsync(parent));
            record["reply"] = new JsonObject { ["root"] = (root ?? parent).Reference(), ["parent"] = parent.Reference() };
        }

        if (embed is not null)
        {
            record["embed"] = embed;
        }

        var made = await CallAsync("com.atproto.repo.createRecord", new JsonObject { ["repo"] = Did, ["collection"] = Posts, ["record"] = record });
        return new BlueskyPostName((string)made["uri"]!, (string)made["cid"]!);
    }

    public Task DeleteAsync(BlueskyPostName post) =>
        CallAsync("com.atproto.repo.deleteRecord", new JsonObject { ["repo"] = Did, ["collection"] = Posts, ["rkey"] = post.Key });

    private async Task<bool> IsShownAsync(BlueskyPostName post) =>
        (await SendAsync(HttpMethod.Get, $"app.bsky.feed.getPosts?uris={Uri.EscapeDataString(post.Uri)}", null))["posts"]!.AsArray().Count == 1;

    /// <summary>What a post quotes.</summary>
    public static JsonObject Quote(BlueskyPostName post) => new() { ["$type"] = "app.bsky.embed.record", ["record"] = post.Reference() };

    /// <summary>An image for a post.</summary>
    public async Task<JsonObject> ImageAsync(byte[] bytes, string contentType, string alt)
    {
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        var blob = (await SendAsync(HttpMethod.Post, "com.atproto.repo.uploadBlob", content))["blob"]!;
        return new JsonObject { ["$type"] = "app.bsky.embed.images", ["images"] = new JsonArray(new JsonObject { ["image"] = blob.DeepClone(), ["alt"] = alt }) };
    }

    /// <summary>The thread below a post as this person sees it: each node has <c>post</c> and <c>replies</c>.</summary>
    public async Task<JsonNode> ThreadAsync(string uri) =>
        (await SendAsync(HttpMethod.Get, $"app.bsky.feed.getPostThread?depth=20&uri={Uri.EscapeDataString(uri)}", null))["thread"]!;

    /// <summary>The network shows this person by their handle: soon after they joined, it has looked it up.</summary>
    public async Task<bool> IsKnownAsync()
    {
        try
        {
            return (string?)(await SendAsync(HttpMethod.Get, $"app.bsky.actor.getProfile?actor={Did}", null))["handle"] == Handle;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What this person was told of: the reason and the post.</summary>
    public async Task<IReadOnlyList<(string Reason, JsonNode Notice)>> NoticesAsync() =>
        [.. (await SendAsync(HttpMethod.Get, "app.bsky.notification.listNotifications?limit=50", null))["notifications"]!.AsArray().Select(n => ((string)n!["reason"]!, n))];

    /// <summary>All posts of this account as its own server keeps them, the oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> RecordsAsync() =>
        [.. (await SendAsync(HttpMethod.Get, $"com.atproto.repo.listRecords?limit=100&reverse=true&collection={Posts}&repo={Did}", null))["records"]!.AsArray().Select(r => r!)];

    /// <summary>Asks for something small so many times.</summary>
    public async Task AskOftenAsync(int times) => await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, cancellationToken) =>
    {
        using var response = await _client.GetAsync("xrpc/com.atproto.server.describeServer", cancellationToken);
    });

    /// <summary>When the server, which says no at the moment, takes requests again.</summary>
    public async Task<DateTimeOffset> LimitResetAsync()
    {
        using var response = await _client.GetAsync("xrpc/com.atproto.server.describeServer");
        return response.StatusCode == HttpStatusCode.TooManyRequests
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(response.Headers.GetValues("RateLimit-Reset").Single(), CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The server answers {(int)response.StatusCode} and sets no limit.");
    }

    private async Task<JsonNode> CallAsync(string name, JsonObject body)
    {
        using var content = JsonContent.Create(body);
        return await SendAsync(HttpMethod.Post, name, content);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string call, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, "xrpc/" + call) { Content = content, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _token) } };
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject()
            : throw new InvalidOperationException($"{Handle}: {call} was answered {(int)response.StatusCode}: {text}");
    }
}

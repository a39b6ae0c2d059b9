using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels.Listening;

namespace Inbox.Channels.Mastodon.Streaming;

/// <summary>
/// Hears of notifications as they happen: by server-sent events, or where the server has none (GoToSocial) by a WebSocket.
/// Nothing is read from what comes, since it has no replay; it only says that there is something.
/// </summary>
/// <param name="client">A guarded client.</param>
/// <param name="sockets">A guarded handler for the WebSocket.</param>
/// <param name="api">With the access token.</param>
internal sealed class MastodonStream(HttpClient client, HttpMessageInvoker sockets, MastodonApi api)
{
    private const string Stream = "user:notification";

    /// <summary>Mastodon says ":thump" every 15 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    public async Task<ListenEnd> RunAsync(Action wake, CancellationToken cancellationToken)
    {
        try
        {
            var at = await AddressAsync(cancellationToken);
            return await EventsAsync(at, wake, cancellationToken) ?? await SocketAsync(at, wake, cancellationToken);
        }
        catch (Exception e) when (e is MastodonException or HttpRequestException or IOException or WebSocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e is MastodonException { Trouble: MastodonTrouble.NoAccess or MastodonTrouble.Refused } ? ListenEnd.NotOffered : ListenEnd.Broken;
        }
    }

    /// <summary>Large servers stream from a host of its own.</summary>
    private async Task<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        var instance = await api.FindAsync("/api/v2/instance", cancellationToken) ?? await api.FindAsync("/api/v1/instance", cancellationToken) ?? default(JsonElement);
        var named = instance.Get("configuration", "urls").Filled("streaming") ?? instance.Get("urls").Filled("streaming_api");
        if (named is null || !Uri.TryCreate(named, UriKind.Absolute, out var address) || address.Scheme is not ("wss" or "ws" or "https" or "http"))
        {
            return api.Server;
        }

        // A token does not leave unencrypted because a server says so.
        return address.Scheme is "wss" or "https" || api.Server.Scheme == Uri.UriSchemeHttp
            ? new UriBuilder(address) { Scheme = address.Scheme is "wss" or "https" ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Port = address.IsDefaultPort ? -1 : address.Port, Path = "/" }.Uri
            : api.Server;
    }

    /// <summary>Null where the server has no such stream.</summary>
    private async Task<ListenEnd?> EventsAsync(Uri at, Action wake, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(at, "/api/v1/streaming/user/notification"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.UserAgent.ParseAdd("Inbox/1.0");
        request.Headers.Authorization = api.Authorization;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return ListenEnd.NotOffered;
        }

        if ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return ListenEnd.Broken;
        }

        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return null;
        }

        wake();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        for (var atStart = true; ;)
        {
            silence.CancelAfter(Silence);
            var read = await stream.ReadAsync(buffer, silence.Token);
            if (read == 0)
            {
                return ListenEnd.Broken;
            }

            if (HasEvent(buffer.AsSpan(0, read), ref atStart))
            {
                wake();
            }
        }
    }

    /// <summary>Whether a line begins that is neither empty nor a comment.</summary>
    private static bool HasEvent(ReadOnlySpan<byte> bytes, ref bool atStart)
    {
        var found = false;
        foreach (var one in bytes)
        {
            found |= atStart && one is not ((byte)':' or (byte)'\n' or (byte)'\r');
            atStart = one is (byte)'\n' or (byte)'\r';
        }

        return found;
    }

    private async Task<ListenEnd> SocketAsync(Uri at, Action wake, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Heartbeat;
        socket.Options.KeepAliveTimeout = Heartbeat;
        socket.Options.SetRequestHeader("Authorization", api.Authorization!.ToString());
        socket.Options.SetRequestHeader("User-Agent", "Inbox/1.0");
        socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(new Uri(at, "/api/v1/streaming")) { Scheme = at.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Query = "stream=" + Uri.EscapeDataString(Stream) }.Uri;
        try
        {
            await socket.ConnectAsync(address, sockets, cancellationToken);
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode is >= 200 and < 500 and not 429)
        {
            return ListenEnd.NotOffered;
        }

        wake();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return ListenEnd.Broken;
            }

            if (received.EndOfMessage)
            {
                wake();
            }
        }
    }
}

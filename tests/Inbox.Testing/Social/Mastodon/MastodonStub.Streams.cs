using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Inbox.Testing.Social.Mastodon;

/// <summary>How a server tells of news at once: not at all, as Mastodon, or as GoToSocial.</summary>
public enum MastodonStreaming { None, Events, Socket }

public sealed partial class MastodonStub
{
    private readonly List<Channel<string>> _listeners = [];

    public MastodonStreaming Streaming { get; set; }

    /// <summary>Who listens now.</summary>
    public int Listeners => Read(() => _listeners.Count);

    /// <summary>Every stream breaks, as when the server starts anew.</summary>
    public void BreakStreams() => Read(() => _listeners.RemoveAll(l => l.Writer.TryComplete()));

    private void AddStreams()
    {
        On(HttpMethod.Get, "/api/v1/streaming/user/notification", _ => Streaming == MastodonStreaming.Events ? new Listening(this, Listen()) : Missing());
        On(HttpMethod.Get, "/api/v1/streaming", r => Streaming == MastodonStreaming.Socket && Query(r, "stream") == "user:notification" ? new Listening(this, Listen()) : Missing());
    }

    private Channel<string> Listen()
    {
        var listener = Channel.CreateUnbounded<string>();
        _listeners.Add(listener);
        return listener;
    }

    private void Tell(string what) => _listeners.ForEach(l => l.Writer.TryWrite(what));

    private sealed class Listening(MastodonStub server, Channel<string> news) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await (httpContext.WebSockets.IsWebSocketRequest ? SocketAsync(httpContext) : EventsAsync(httpContext));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or WebSocketException)
            {
                // Whoever listened has gone.
            }

            server.Read(() => server._listeners.Remove(news));
        }

        private async Task EventsAsync(HttpContext context)
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(":)\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var what in news.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($":thump\nevent: {what}\ndata: {{}}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            context.Abort();
        }

        private async Task SocketAsync(HttpContext context)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await foreach (var what in news.Reader.ReadAllAsync(context.RequestAborted))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"stream":["user:notification"],"event":"{{what}}","payload":"{}"}"""), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }

            context.Abort();
        }
    }
}

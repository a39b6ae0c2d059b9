using System.Net;
using System.Net.Sockets;
using System.Text;
using Inbox.Mail.Imap;

namespace Inbox.Mail.Tests.Imap;

/// <summary>An IMAP server that says what a test wrote down, for what no decent server says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="script">The server's side of one connection: send, expect, send, …</param>
    /// <param name="again">Once it is over the next client is let in, and the script begins anew.</param>
    public ScriptedServer(Func<Conversation, Task> script, bool again = false)
    {
        _listener.Start();
        _serving = again ? ServeAllAsync(script) : ServeAsync(script);
    }

    public ImapServer Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, ImapSecurity.None)
    {
        ConnectPatience = TimeSpan.FromSeconds(60),
        Patience = TimeSpan.FromSeconds(60),
    };

    /// <summary>A client that is connected to a server of these capabilities; from there on the script goes.</summary>
    public static async Task<(ScriptedServer Server, ImapClient Client)> ConnectAsync(string capabilities, Func<Conversation, Task> script)
    {
        var server = new ScriptedServer(async c =>
        {
            await c.SendAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready\r\n");
            await script(c);
        });
        return (server, await ImapClient.ConnectAsync(server.Address, default));
    }

    /// <summary>The script is over: what it noted is complete, also of the answer that the client has read already.</summary>
    public Task PlayedAsync() => _serving;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The client went first, as in most tests.
        }
        catch (InvalidOperationException e) when (e.TargetSite?.DeclaringType == typeof(TcpListener) || e is ObjectDisposedException)
        {
            // It was about to take the next one.
        }

        _stop.Dispose();
    }

    private async Task ServeAllAsync(Func<Conversation, Task> script)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(script);
            }
            catch (IOException)
            {
                // This client has gone.
            }
        }
    }

    private async Task ServeAsync(Func<Conversation, Task> script)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        client.NoDelay = true;
        await script(new Conversation(client.GetStream(), _stop.Token));
    }

    internal sealed class Conversation(NetworkStream stream, CancellationToken stop)
    {
        private readonly StreamReader _reader = new(stream, Encoding.Latin1);

        public Task SendAsync(string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

        /// <summary>Every byte a packet of its own.</summary>
        public async Task DripAsync(string text)
        {
            foreach (var one in Encoding.Latin1.GetBytes(text))
            {
                await stream.WriteAsync(new[] { one }, stop);
                await stream.FlushAsync(stop);
            }
        }

        public async Task<string> LineAsync() => await _reader.ReadLineAsync(stop) ?? throw new IOException("The client hung up.");

        /// <summary>Reads a command and answers it; "TAG" in the answer is its tag.</summary>
        public async Task<string> AnswerAsync(string answer)
        {
            var line = await LineAsync();
            var (tag, command) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            await SendAsync(answer.Replace("TAG", tag, StringComparison.Ordinal));
            return command;
        }

        /// <summary>The client's goodbye, or its silence.</summary>
        public async Task UntilHungUpAsync()
        {
            while (await _reader.ReadLineAsync(stop) is not null)
            {
            }
        }
    }
}

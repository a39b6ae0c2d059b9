using System.Globalization;
using System.Text;

namespace Inbox.Mail.Imap;

/// <summary>
/// One connection to an IMAP server (RFC 9051 and 3501). Commands run one after another; whoever uses it does so from
/// one flow at a time. Every failure is an <see cref="ImapException"/>; after one that ends the connection
/// (<see cref="IsOpen"/>) only disposing is left.
/// </summary>
public sealed partial class ImapClient : IAsyncDisposable
{
    private readonly ImapServer _server;
    private Stream _stream;
    private ImapReader _reader;
    private HashSet<string> _capabilities = new(StringComparer.OrdinalIgnoreCase);
    private int _tag;

    private ImapClient(ImapServer server, Stream stream)
    {
        (_server, _stream) = (server, stream);
        _reader = new ImapReader(stream, server.Host, server.ConnectPatience);
    }

    /// <summary>Reads an untagged response whose first word, and number before it if any, were read. False leaves the rest unread.</summary>
    private delegate ValueTask<bool> Untagged(string word, uint number, CancellationToken cancellationToken);

    /// <summary>False once the server has gone or was not understood.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What the server said first, for people: usually its product.</summary>
    public string Greeting { get; private set; } = "";

    public bool Offers(string capability) => _capabilities.Contains(capability);

    /// <summary>Connects, reads the greeting, and turns TLS on as <paramref name="server"/> says.</summary>
    /// <exception cref="ImapException">It cannot be had as configured; there is no fallback to less security.</exception>
    public static async Task<ImapClient> ConnectAsync(ImapServer server, CancellationToken cancellationToken)
    {
        var stream = await ImapTransport.OpenAsync(server, cancellationToken);
        if (server.Security == ImapSecurity.Tls)
        {
            stream = await ImapTransport.SecureAsync(stream, server, cancellationToken);
        }

        var client = new ImapClient(server, stream);
        try
        {
            await client.GreetAsync(cancellationToken);
            if (server.Security == ImapSecurity.StartTls)
            {
                await client.StartTlsAsync(cancellationToken);
            }

            client._reader = new ImapReader(client._stream, server.Host, server.Patience);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says goodbye if the server still listens.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsOpen)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await SendAsync($"a{++_tag} LOGOUT\r\n", limit.Token);
            }
            catch (Exception e) when (e is ImapException or OperationCanceledException)
            {
                // Nobody listens: that is as good as a goodbye.
            }
        }

        IsOpen = false;
        await _stream.DisposeAsync();
    }

    /// <summary>Sends a command and reads until it is answered. Refusals come back; only a broken conversation throws.</summary>
    /// <param name="challenge">Answers a "+" that asks for no literal; null when none is expected.</param>
    private async Task<ImapReply> RunAsync(ImapCommand command, Untagged? untagged, CancellationToken cancellationToken, Func<string, string>? challenge = null)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"a{++_tag}");
        try
        {
            if (await SendAsync(tag, command, untagged, cancellationToken) is { } early)
            {
                return early;
            }

            while (true)
            {
                var response = await NextAsync(tag, untagged, cancellationToken);
                if (response.Tagged is { } reply)
                {
                    return reply;
                }

                if (response.Continue is { } asked)
                {
                    await SendAsync((challenge?.Invoke(asked) ?? "") + "\r\n", cancellationToken);
                }
            }
        }
        catch
        {
            // In the middle of a reply nobody knows any more what the next byte means.
            IsOpen = false;
            throw;
        }
    }

    /// <summary>A reply already here when the server refuses a literal.</summary>
    private async Task<ImapReply?> SendAsync(string tag, ImapCommand command, Untagged? untagged, CancellationToken cancellationToken)
    {
        // RFC 7888: with LITERAL+ nobody need be asked.
        var unasked = Offers("LITERAL+");
        var line = new StringBuilder(tag).Append(' ');
        foreach (var (bytes, literal) in command.Pieces)
        {
            if (!literal)
            {
                line.Append(Encoding.ASCII.GetString(bytes));
                continue;
            }

            line.Append(CultureInfo.InvariantCulture, $"{{{bytes.Length}{(unasked ? "+" : "")}}}\r\n");
            await SendAsync(line.ToString(), cancellationToken);
            line.Clear();
            while (!unasked)
            {
                var response = await NextAsync(tag, untagged, cancellationToken);
                if (response.Tagged is { } refused)
                {
                    return refused;
                }

                if (response.Continue is not null)
                {
                    break;
                }
            }

            await WriteAsync(bytes, cancellationToken);
        }

        await SendAsync(line.Append("\r\n").ToString(), cancellationToken);
        return null;
    }

    private Task SendAsync(string text, CancellationToken cancellationToken) => WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        using var limit = ImapTransport.Limit(_server.Patience, cancellationToken);
        try
        {
            await _stream.WriteAsync(bytes, limit.Token);
            await _stream.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapException(ImapFailure.TimedOut, $"{_server.Host} does not take what we send.", e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new ImapException(ImapFailure.ConnectionLost, $"The connection to {_server.Host} broke.", e);
        }
    }

    private static ImapReply Expect(ImapReply reply, string what, ImapServer server) => reply.IsOk
        ? reply
        : throw new ImapException(ImapFailure.Refused, $"{server.Host} would not {what}: {Quote(reply.Text)}") { Code = reply.Code };

    private ImapReply Expect(ImapReply reply, string what) => Expect(reply, what, _server);

    /// <summary>A server's words inside a sentence of ours.</summary>
    private static string Quote(string text) => $"“{(text.Length > 300 ? text[..300] + "…" : text.TrimEnd('.', ' '))}”.";

    private ImapException Closed(string text)
    {
        IsOpen = false;
        return new ImapException(ImapFailure.ServerClosed, $"{_server.Host} ended the connection: {Quote(text)}");
    }
}

namespace Inbox.Mail.Imap;

public sealed partial class ImapClient
{
    /// <summary>RFC 2177, 3: servers may hang up after 30 minutes without a command, so IDLE is said anew before that.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(29);

    /// <summary>Waits until new mail has come, until <paramref name="wake"/> completes, or until <paramref name="most"/> is over.</summary>
    /// <param name="most">At most <see cref="LongestIdle"/>.</param>
    /// <returns>True when the server told of new mail.</returns>
    public async Task<bool> IdleAsync(Task wake, TimeSpan most, CancellationToken cancellationToken)
    {
        if (!Offers("IDLE"))
        {
            throw new InvalidOperationException("This server offers no IDLE; ask Offers(\"IDLE\") first.");
        }

        var tag = $"a{++_tag}";
        try
        {
            await SendAsync(tag + " IDLE\r\n", cancellationToken);
            while (true)
            {
                var begun = await NextAsync(tag, untagged: null, cancellationToken);
                if (begun.Tagged is { } refused)
                {
                    Expect(refused, "wait for new mail");
                }

                if (begun.Continue is not null)
                {
                    break;
                }
            }

            using var over = ImapTransport.Limit(most, cancellationToken);
            var end = Task.WhenAny(wake, Task.Delay(Timeout.InfiniteTimeSpan, over.Token));
            while (!_news)
            {
                // Never cancelled while it waits: bytes that a read has taken would be lost with it.
                var readable = _reader.WaitAsync(CancellationToken.None);
                if (await Task.WhenAny(readable, end) == end)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await SendAsync("DONE\r\n", cancellationToken);
                    await WaitAsync(readable, cancellationToken);
                    await FinishIdleAsync(tag, cancellationToken);
                    return _news;
                }

                await readable;
                if ((await NextAsync(tag, untagged: null, cancellationToken)).Tagged is not null)
                {
                    // The server ended it by itself; whoever waits will say IDLE again.
                    return _news;
                }
            }

            await SendAsync("DONE\r\n", cancellationToken);
            await FinishIdleAsync(tag, cancellationToken);
            return true;
        }
        catch
        {
            IsOpen = false;
            throw;
        }
    }

    /// <summary>Asks whether there is news, for servers without IDLE (RFC 9051, 6.1.2).</summary>
    public async Task NoopAsync(CancellationToken cancellationToken) => Expect(await RunAsync(new ImapCommand("NOOP"), untagged: null, cancellationToken), "answer");

    private async Task FinishIdleAsync(string tag, CancellationToken cancellationToken)
    {
        while ((await NextAsync(tag, untagged: null, cancellationToken)).Tagged is null)
        {
        }
    }

    private async Task WaitAsync(Task readable, CancellationToken cancellationToken)
    {
        try
        {
            await readable.WaitAsync(_server.Patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ImapException(ImapFailure.TimedOut, $"{_server.Host} has not answered for {_server.Patience.TotalSeconds:0} seconds.", e);
        }
    }
}

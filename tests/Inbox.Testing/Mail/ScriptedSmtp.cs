using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inbox.Testing.Mail;

/// <summary>
/// An SMTP server that answers as a test says, for what a real one offers only with accounts elsewhere (XOAUTH2) or not on
/// demand (refusals, silence). Keeps what it was told and the mails it took.
/// </summary>
public sealed class ScriptedSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<byte[]> _mails = new();
    private readonly Func<string, string?> _answer;
    private readonly string[] _offers;
    private readonly Task _running;

    private ScriptedSmtp(string[] offers, Func<string, string?> answer)
    {
        (_offers, _answer) = (offers, answer);
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every line of every session, without those of mails.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>Mails as they were sent, without the dots of the protocol.</summary>
    public IReadOnlyList<byte[]> Mails => [.. _mails];

    /// <param name="offers">Keywords in the answer to EHLO.</param>
    /// <param name="answer">The answer to a line; null is the usual one, empty is silence. "greeting" and "." stand for the first word and the end of a mail.</param>
    public static ScriptedSmtp Start(string[]? offers = null, Func<string, string?>? answer = null) => new(offers ?? [], answer ?? (_ => null));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, perhaps between two clients.
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                // Latin-1 keeps every byte.
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await SayAsync(client, _answer("greeting") ?? "220 scripted ESMTP");
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    _commands.Enqueue(line);
                    var said = _answer(line) ?? Usual(line);
                    await SayAsync(client, said);
                    if (line == "DATA" && said.StartsWith("354", StringComparison.Ordinal))
                    {
                        _mails.Enqueue(await DataAsync(reader));
                        await SayAsync(client, _answer(".") ?? "250 2.0.0 queued");
                    }
                    else if (line == "QUIT")
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test is over, or the client went away.
            }
        }
    }

    private async Task<byte[]> DataAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(mail.ToString());
    }

    private string Usual(string line) => line.Split(' ')[0].ToUpperInvariant() switch
    {
        "EHLO" => string.Join("\r\n", new[] { "scripted" }.Concat(_offers).Select((word, i) => $"250{(i == _offers.Length ? ' ' : '-')}{word}")),
        "AUTH" => "235 2.7.0 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 2.0.0 bye",
        _ => "250 2.0.0 fine",
    };

    private async Task SayAsync(TcpClient client, string answer)
    {
        if (answer.Length > 0)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), _stop.Token);
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Inbox.Mail.Smtp;

/// <summary>Lines to a server and its replies, over a socket that may become TLS. Every wait has an end.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    /// <summary>RFC 5321, 4.5.3.1.5 asks for 512; longer lines exist, endless ones are no SMTP.</summary>
    private const int LongestLine = 8 * 1024;
    private const int MostLines = 200;

    private readonly SmtpOptions _options;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly Socket _socket;
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(SmtpOptions options, Socket socket) => (_options, _socket, _stream) = (options, socket, new NetworkStream(socket, ownsSocket: true));

    /// <summary>Our end, for a machine without a name of its own (RFC 5321, 4.1.3).</summary>
    public IPAddress LocalAddress => _socket.LocalEndPoint is IPEndPoint end ? (end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address) : IPAddress.Loopback;

    public static async Task<SmtpConnection> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await WithinAsync(options.AnswerTime, ct => socket.ConnectAsync(options.Host, options.Port, ct).AsTask(), cancellationToken);
            var connection = new SmtpConnection(options, socket);
            if (options.Security == SmtpSecurity.Tls)
            {
                await connection.SecureAsync(cancellationToken);
            }
            return connection;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SmtpException(SmtpFailure.Connect, e.Message, inner: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What came in the clear before TLS is thrown away: it could be anybody's (RFC 3207, 4.2 and 6).</summary>
    public async Task SecureAsync(CancellationToken cancellationToken)
    {
        (_start, _end) = (0, 0);
        var problem = SslPolicyErrors.None;
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        try
        {
            await WithinAsync(
                _options.AnswerTime,
                ct => tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = _options.Host,
                        RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                        {
                            problem = errors;
                            return _options.CertificateCheck?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
                        },
                    },
                    ct),
                cancellationToken);
        }
        catch (AuthenticationException e) when (problem != SslPolicyErrors.None)
        {
            throw new SmtpException(SmtpFailure.Certificate, ProblemOf(problem), inner: e);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw new SmtpException(SmtpFailure.Tls, $"TLS could not be agreed on ({e.Message}). Is the port right for this kind of security?", inner: e);
        }
    }

    public async Task<SmtpReply> AskAsync(string command, CancellationToken cancellationToken)
    {
        await SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Streams bytes in pieces; each piece has the time of an answer, so that a large mail has as long as it needs while it moves.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await WithinAsync(_options.AnswerTime, ct => _stream.WriteAsync(bytes, ct).AsTask(), cancellationToken);
        }
        catch (IOException e)
        {
            throw Broken(e);
        }
    }

    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 200 or > 599
                || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpException(SmtpFailure.Protocol, "what answers there is no SMTP server. Look at the port.");
            }
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return SmtpReply.Of(code, lines);
            }
        }
        throw new SmtpException(SmtpFailure.Protocol, "the server's answer never ends.");
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>(128);
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var piece = feed < 0 ? _end - _start : feed + 1;
            line.Write(_buffer.AsSpan(_start, piece));
            _start += piece;
            if (feed >= 0)
            {
                return Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\r', '\n');
            }
            if (line.WrittenCount > LongestLine)
            {
                throw new SmtpException(SmtpFailure.Protocol, "what answers there is no SMTP server. Look at the port.");
            }
            _start = 0;
            try
            {
                _end = 0;
                await WithinAsync(_options.AnswerTime, async ct => _end = await _stream.ReadAsync(_buffer, ct), cancellationToken);
            }
            catch (IOException e)
            {
                throw Broken(e);
            }
            if (_end == 0)
            {
                throw Broken(inner: null);
            }
        }
    }

    private static SmtpException Broken(Exception? inner) => new(SmtpFailure.Silence, "the server broke the connection off.", inner: inner);

    private static string ProblemOf(SslPolicyErrors errors) => errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "its certificate is for another name; give the server's name as the certificate has it",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows no certificate",
        _ => "its certificate is not trusted on this machine, or out of date",
    };

    private static async Task WithinAsync(TimeSpan time, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            await step(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpException(SmtpFailure.Silence, $"no answer came within {time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds.", inner: e);
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Inbox.Mail.Writing;

namespace Inbox.Mail.Smtp;

/// <summary>
/// Hands mails to a server by SMTP (RFC 5321, as submission RFC 6409). One command at a time: what takes long is the
/// connection and the data, and answers are then never mixed up.
/// </summary>
public sealed class SmtpSession : IAsyncDisposable
{
    private readonly SmtpConnection _connection;

    private SmtpSession(SmtpConnection connection, SmtpCapabilities capabilities) => (_connection, Capabilities) = (connection, capabilities);

    public SmtpCapabilities Capabilities { get; private set; }

    /// <summary>Connects, protects the connection as asked, and logs in.</summary>
    /// <exception cref="SmtpException">The server cannot be used, and why.</exception>
    public static async Task<SmtpSession> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        var connection = await SmtpConnection.OpenAsync(options, cancellationToken);
        try
        {
            var greeting = await connection.ReadAsync(cancellationToken);
            if (greeting.Code != 220)
            {
                throw new SmtpException(SmtpFailure.Refused, $"the server lets nobody in: {greeting.Text}", greeting);
            }
            var capabilities = await GreetAsync(connection, cancellationToken);
            if (options.Security == SmtpSecurity.StartTls)
            {
                capabilities = await StartTlsAsync(connection, capabilities, cancellationToken);
            }
            if (options.User.Length > 0)
            {
                await SmtpLogin.RunAsync(connection, capabilities, options, cancellationToken);
            }
            return new SmtpSession(connection, capabilities);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Offers the recipients one by one, and sends the data if <paramref name="enough"/> says that those who were taken are
    /// worth it. Answers what became of each recipient.
    /// </summary>
    /// <param name="envelope">Whom the mail is for, whatever its headers say.</param>
    /// <param name="mail">Its bytes, from where the stream stands.</param>
    /// <param name="enough">Decides on the answers to the recipients; without it one accepted is enough.</param>
    /// <exception cref="SmtpException">The sender or the data was refused, or the connection broke off.</exception>
    public async Task<SmtpOutcome> SendAsync(SmtpEnvelope envelope, Stream mail, CancellationToken cancellationToken, Func<IReadOnlyList<SmtpRecipient>, bool>? enough = null)
    {
        await FromAsync(envelope, cancellationToken);
        var recipients = new List<SmtpRecipient>();
        foreach (var address in envelope.Recipients)
        {
            recipients.Add(new SmtpRecipient(address, await _connection.AskAsync($"RCPT TO:<{HeaderWriter.AddressOnly(address)}>", cancellationToken)));
        }
        if (!recipients.Exists(r => r.Accepted) || enough?.Invoke(recipients) == false)
        {
            await ResetAsync(cancellationToken);
            return new SmtpOutcome(recipients, Data: null);
        }
        var go = await _connection.AskAsync("DATA", cancellationToken);
        if (go.Code != 354)
        {
            await ResetAsync(cancellationToken);
            throw Refused(go);
        }
        await StreamAsync(mail, cancellationToken);
        var taken = await _connection.ReadAsync(cancellationToken);
        return taken.IsPositive ? new SmtpOutcome(recipients, taken) : throw Refused(taken);
    }

    /// <summary>Takes leave (RFC 5321, 4.1.1.10). What was taken stays taken, so a server that does not answer changes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var leave = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _connection.AskAsync("QUIT", leave.Token);
        }
        catch (Exception e) when (e is SmtpException or OperationCanceledException or ObjectDisposedException)
        {
            // It is gone already.
        }
        await _connection.DisposeAsync();
    }

    private async Task FromAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        if (Capabilities.MostBytes is { } most && envelope.Size > most)
        {
            throw new SmtpException(SmtpFailure.TooLarge, string.Create(CultureInfo.InvariantCulture, $"the mail has {envelope.Size / 1048576.0:0.0} MB and the server takes at most {most / 1048576.0:0.0} MB."));
        }
        var utf8 = envelope.Utf8 || envelope.Recipients.Append(envelope.From).Any(HeaderWriter.HasForeignLocalPart);
        if (utf8 && !Capabilities.SmtpUtf8)
        {
            throw new SmtpException(SmtpFailure.NoUtf8, "an address has letters outside ASCII before its @, and the server takes no such addresses.");
        }
        var parameters = (Capabilities.Size && envelope.Size > 0 ? string.Create(CultureInfo.InvariantCulture, $" SIZE={envelope.Size}") : "")
            // RFC 6531, 3.4: a mail with UTF-8 in its headers is an eight-bit one.
            + ((envelope.EightBit || utf8) && Capabilities.EightBitMime ? " BODY=8BITMIME" : "")
            + (utf8 ? " SMTPUTF8" : "");
        var reply = await _connection.AskAsync($"MAIL FROM:<{HeaderWriter.AddressOnly(envelope.From)}>{parameters}", cancellationToken);
        if (!reply.IsPositive && envelope.SecondFrom is { } second)
        {
            // Many servers let an account write from its own address only, which a signed form of it is not to them.
            reply = await _connection.AskAsync($"MAIL FROM:<{HeaderWriter.AddressOnly(second)}>{parameters}", cancellationToken);
        }
        if (!reply.IsPositive)
        {
            throw Refused(reply);
        }
    }

    private async Task StreamAsync(Stream mail, CancellationToken cancellationToken)
    {
        const int Piece = 32 * 1024;
        var stuffing = new DotStuffing();
        var input = ArrayPool<byte>.Shared.Rent(Piece);
        var output = ArrayPool<byte>.Shared.Rent((2 * Piece) + 2);
        try
        {
            int read;
            while ((read = await mail.ReadAsync(input.AsMemory(0, Piece), cancellationToken)) > 0)
            {
                var length = stuffing.Encode(input.AsSpan(0, read), output);
                await _connection.SendAsync(output.AsMemory(0, length), cancellationToken);
            }
            await _connection.SendAsync(stuffing.End(), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    private Task<SmtpReply> ResetAsync(CancellationToken cancellationToken) => _connection.AskAsync("RSET", cancellationToken);

    private static async Task<SmtpCapabilities> StartTlsAsync(SmtpConnection connection, SmtpCapabilities capabilities, CancellationToken cancellationToken)
    {
        if (!capabilities.StartTls)
        {
            throw new SmtpException(SmtpFailure.Tls, "the server offers no STARTTLS, and nothing is sent unprotected. Choose TLS with port 465, or none for a server of your own network.");
        }
        var reply = await connection.AskAsync("STARTTLS", cancellationToken);
        if (reply.Code != 220)
        {
            throw new SmtpException(SmtpFailure.Tls, $"the server does not start TLS now: {reply.Text}", reply);
        }
        await connection.SecureAsync(cancellationToken);
        // Nothing that was said in the clear counts any more (RFC 3207, 4.2).
        return await GreetAsync(connection, cancellationToken);
    }

    /// <summary>EHLO with a name, or an address literal where this machine has none (RFC 5321, 4.1.4); HELO to a server that knows no better.</summary>
    private static async Task<SmtpCapabilities> GreetAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var host = Dns.GetHostName();
        var (address, named) = (connection.LocalAddress, host.Contains('.', StringComparison.Ordinal) && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'));
        var name = named ? host : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
        var reply = await connection.AskAsync("EHLO " + name, cancellationToken);
        if (reply.IsPermanent)
        {
            reply = await connection.AskAsync("HELO " + name, cancellationToken);
        }
        return reply.IsPositive ? new SmtpCapabilities(reply) : throw new SmtpException(SmtpFailure.Refused, $"the server lets nobody in: {reply.Text}", reply);
    }

    /// <summary>552 is also said of a full mailbox (RFC 3463: 5.2.2), which a smaller mail would not help.</summary>
    private static SmtpException Refused(SmtpReply reply) =>
        reply is { Code: 552, EnhancedCode: not "5.2.2" } or { EnhancedCode: "5.3.4" or "5.2.3" }
            ? new SmtpException(SmtpFailure.TooLarge, $"the mail is too large for the server: {reply.Text}", reply)
            : new SmtpException(SmtpFailure.Refused, reply.Text, reply);
}

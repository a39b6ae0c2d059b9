using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Inbox.Mail.Imap;

/// <summary>The way to a server: name, port and TLS, each failing in words of its own.</summary>
internal static class ImapTransport
{
    public static async Task<Stream> OpenAsync(ImapServer server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A connection that waits in IDLE for half an hour must notice that its far end is gone.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 20);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            using var limit = Limit(server.ConnectPatience, cancellationToken);
            await socket.ConnectAsync(server.Host, server.Port, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new ImapException(
                ImapFailure.NotReachable,
                $"{server.Host} does not answer at port {server.Port} within {server.ConnectPatience.TotalSeconds:0} seconds. Is the port right, and does a firewall let us through?",
                e);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(server, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>TLS on an open stream; disposes of it when it fails.</summary>
    public static async Task<Stream> SecureAsync(Stream plain, ImapServer server, CancellationToken cancellationToken)
    {
        string? mistrust = null;
        var tls = new SslStream(plain, leaveInnerStreamOpen: false);
        using var limit = Limit(server.ConnectPatience, cancellationToken);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = server.Host,
                    RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                    {
                        var trusted = server.CertificateCheck?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
                        mistrust = trusted ? null : Mistrust(server, certificate, errors);
                        return trusted;
                    },
                },
                limit.Token);
            return tls;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            await tls.DisposeAsync();
            throw new ImapException(ImapFailure.TlsFailed, $"Port {server.Port} of {server.Host} does not answer to TLS. {OtherSecurity(server)}", e);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await tls.DisposeAsync();
            throw mistrust is null
                ? new ImapException(ImapFailure.TlsFailed, $"Port {server.Port} of {server.Host} does not speak TLS as we do. {OtherSecurity(server)}", e)
                : new ImapException(ImapFailure.TlsUntrusted, mistrust, e);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    public static CancellationTokenSource Limit(TimeSpan most, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(most);
        return limit;
    }

    private static string OtherSecurity(ImapServer server) => server.Security == ImapSecurity.Tls
        ? "TLS from the first byte usually has port 993; port 143 wants STARTTLS."
        : "Its STARTTLS is broken; ask whoever runs it.";

    private static ImapException Explain(ImapServer server, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => new ImapException(ImapFailure.NameNotFound, $"There is no server named {server.Host}. Is the name spelled right?", e),
        SocketError.TryAgain => new ImapException(ImapFailure.NameNotFound, $"The name {server.Host} could not be looked up just now.", e),
        SocketError.ConnectionRefused => new ImapException(
            ImapFailure.NotReachable, $"Nothing listens at port {server.Port} of {server.Host}. IMAP usually has port 993 with TLS, or 143 with STARTTLS.", e),
        _ => new ImapException(ImapFailure.NotReachable, $"{server.Host} cannot be reached at port {server.Port}: {e.Message}.", e),
    };

    /// <summary>Why the certificate is not trusted, in words.</summary>
    private static string Mistrust(ImapServer server, X509Certificate? shown, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return $"{server.Host} shows no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"The certificate of {server.Host} is for {certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}, which is another name. Use the name in the certificate.";
        }

        if (DateTime.Now > certificate.NotAfter)
        {
            return $"The certificate of {server.Host} has expired on {certificate.NotAfter:yyyy-MM-dd}.";
        }

        return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
            ? $"The certificate of {server.Host} is signed by itself, so this machine does not trust it. Add it to the trusted certificates (see docs/email.md)."
            : $"The certificate of {server.Host} comes from {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, which this machine does not trust. Add that authority to the trusted certificates (see docs/email.md).";
    }
}

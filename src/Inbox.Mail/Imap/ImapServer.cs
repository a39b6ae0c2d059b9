using System.Net.Security;

namespace Inbox.Mail.Imap;

public enum ImapSecurity
{
    /// <summary>TLS from the first byte (RFC 8314, 3.2), usually port 993.</summary>
    Tls,

    /// <summary>TLS before the login, on the plain port, usually 143 (RFC 9051, 6.2.1). Never falls back to none.</summary>
    StartTls,

    /// <summary>No TLS at all: for a server on this machine.</summary>
    None,
}

/// <summary>Where to connect, and how patient to be.</summary>
public sealed record ImapServer(string Host, int Port, ImapSecurity Security = ImapSecurity.Tls)
{
    /// <summary>Who judges the server's certificate; null leaves it to this machine.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>For the connection, TLS and the greeting, each.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server may be silent in the middle of a reply.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

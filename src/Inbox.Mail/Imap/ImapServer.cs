using System.Security.Cryptography.X509Certificates;

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
    /// <summary>Authorities trusted besides those of the machine, for a server with a certificate of the company's own.</summary>
    public IReadOnlyList<X509Certificate2> TrustedRoots { get; init; } = [];

    /// <summary>For the connection, TLS and the greeting, each.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server may be silent in the middle of a reply.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

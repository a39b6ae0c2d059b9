using System.Net.Security;

namespace Inbox.Mail.Smtp;

/// <summary>How the way to the server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>TLS is asked for on a plain connection and demanded (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually on port 465 (RFC 8314, 3.3).</summary>
    Tls,
}

/// <summary>Where and how to hand mail in.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Empty sends without a login.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>An OAuth 2 access token: the login is XOAUTH2, and <see cref="Password"/> is not used.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Judges the server's certificate; null asks this machine.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>How long the server may take for one answer. RFC 5321, 4.5.3.2 allows minutes; a queue that tries again need not wait so long.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(30);
}

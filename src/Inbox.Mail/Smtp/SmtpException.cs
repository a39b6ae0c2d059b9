namespace Inbox.Mail.Smtp;

/// <summary>At which point a mail could not be handed in.</summary>
public enum SmtpFailure
{
    /// <summary>The name is unknown or nobody listens there.</summary>
    Connect,

    /// <summary>No answer in time, or the connection broke off.</summary>
    Silence,

    /// <summary>What answers is no SMTP server.</summary>
    Protocol,

    /// <summary>TLS is not offered or could not be agreed on.</summary>
    Tls,

    /// <summary>The certificate is not trusted, out of date or for another name.</summary>
    Certificate,

    /// <summary>User and password, or the token, are not accepted.</summary>
    Login,

    /// <summary>The server said no to the session, the sender or the mail; <see cref="SmtpException.Reply"/> says how.</summary>
    Refused,

    /// <summary>The mail is larger than the server takes (RFC 1870).</summary>
    TooLarge,

    /// <summary>An address needs UTF-8 and the server takes none (RFC 6531).</summary>
    NoUtf8,
}

/// <summary>A mail could not be handed in. The message is in plain words and names no host.</summary>
public sealed class SmtpException(SmtpFailure failure, string message, SmtpReply? reply = null, Exception? inner = null) : Exception(message, inner)
{
    public SmtpFailure Failure { get; } = failure;

    public SmtpReply? Reply { get; } = reply;

    /// <summary>The same mail will not be taken later either (RFC 5321, 4.2.1: 5yz). What an administrator can set right is none of it.</summary>
    public bool IsPermanent => Failure is SmtpFailure.TooLarge or SmtpFailure.NoUtf8 || (Failure == SmtpFailure.Refused && Reply is { IsPermanent: true });
}

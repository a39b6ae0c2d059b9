namespace Inbox.Mail.Imap;

/// <summary>What went wrong between us and an IMAP server; programs decide by it, people read the message.</summary>
public enum ImapFailure
{
    /// <summary>The server's name is in no directory.</summary>
    NameNotFound,

    /// <summary>Nobody answers at that port.</summary>
    NotReachable,

    /// <summary>Connected, but nothing was said in time.</summary>
    TimedOut,

    /// <summary>Something else than IMAP speaks at that port.</summary>
    NotImap,

    /// <summary>The server offers no STARTTLS.</summary>
    TlsNotOffered,

    /// <summary>The port does not speak TLS, or not a version that we accept.</summary>
    TlsFailed,

    /// <summary>The certificate is expired, for another name, or from nobody this machine trusts.</summary>
    TlsUntrusted,

    /// <summary>Wrong user or password, or logins are switched off.</summary>
    LoginRefused,

    /// <summary>There is no folder of that name.</summary>
    FolderMissing,

    /// <summary>The server said BYE.</summary>
    ServerClosed,

    /// <summary>The connection broke without a word.</summary>
    ConnectionLost,

    /// <summary>The server understood and said no.</summary>
    Refused,

    /// <summary>The server's words are no IMAP, or larger than anything reasonable.</summary>
    Protocol,
}

/// <summary>An outage or a refusal. The message is one sentence for people and holds neither password nor token.</summary>
public sealed class ImapException(ImapFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public ImapFailure Failure { get; } = failure;

    /// <summary>The server's response code without brackets, such as TRYCREATE (RFC 5530); empty when it gave none.</summary>
    public string Code { get; init; } = "";

    /// <summary>By its code the server cannot just now, and may a little later.</summary>
    public bool IsPassing => new ImapReply("NO", Code, "").IsPassing;
}

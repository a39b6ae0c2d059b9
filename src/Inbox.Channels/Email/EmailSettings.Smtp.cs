namespace Inbox.Channels.Email;

/// <summary>How answers leave.</summary>
public sealed partial record EmailSettings
{
    /// <summary>Empty: answers go to the outbox folder as .eml files.</summary>
    public string SmtpHost { get; init; } = "";

    public int SmtpPort { get; init; } = 587;

    /// <summary><c>none</c>, <c>starttls</c> or <c>tls</c> (from the first byte, usually port 465).</summary>
    public string SmtpSecurity { get; init; } = "starttls";

    /// <summary>Empty sends without a login.</summary>
    public string SmtpUser { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string SmtpPassword { get; init; } = "";

    /// <summary>Where access tokens come from (RFC 6749); set, the login is XOAUTH2 and needs no password.</summary>
    public string SmtpTokenUrl { get; init; } = "";

    public string SmtpClientId { get; init; } = "";

    /// <summary>Stored protected. Empty for clients that have none.</summary>
    public string SmtpClientSecret { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string SmtpRefreshTokenSecret { get; init; } = "";

    /// <summary>What the token is to be good for; empty takes what the refresh token stands for.</summary>
    public string SmtpScope { get; init; } = "";

    public bool HasServer => SmtpHost.Length > 0;

    public bool UsesTokens => SmtpTokenUrl.Length > 0;

    private void CheckSending(Dictionary<string, string> problems)
    {
        if (HasServer && Uri.CheckHostName(SmtpHost) == UriHostNameType.Unknown)
        {
            problems["smtpHost"] = "Give the server's name or address without port, for example smtp.example.com.";
        }

        if (SmtpPort is < 1 or > 65535)
        {
            problems["smtpPort"] = "A port is a number from 1 to 65535; mail servers usually listen on 465, 587 or 25.";
        }

        if (SmtpSecurity is not ("none" or "starttls" or "tls"))
        {
            problems["smtpSecurity"] = "Choose none, STARTTLS or TLS.";
        }

        if (SmtpUser.Length > 0 && SmtpSecurity == "none" && SmtpHost is not ("localhost" or "127.0.0.1" or "::1"))
        {
            problems["smtpSecurity"] = "A password is sent only over TLS or STARTTLS, or to this machine itself.";
        }

        if (UsesTokens)
        {
            CheckTokens(problems);
        }
    }

    private void CheckTokens(Dictionary<string, string> problems)
    {
        if (!Uri.TryCreate(SmtpTokenUrl, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            problems["smtpTokenUrl"] = "Give the whole https address that hands out tokens, for example https://login.example.com/oauth2/v2.0/token.";
        }

        if (SmtpUser.Length == 0)
        {
            problems["smtpUser"] = "Give the address of the mailbox that the token is for.";
        }

        if (SmtpClientId.Length == 0)
        {
            problems["smtpClientId"] = "Give the client id that the mail provider gave to your registration of Inbox.";
        }

        if (SmtpRefreshTokenSecret.Length == 0)
        {
            problems["smtpRefreshTokenSecret"] = "Give a refresh token of the mailbox.";
        }
    }
}

namespace Inbox.Channels.Email;

/// <summary>How mail is fetched by IMAP.</summary>
public sealed partial record EmailSettings
{
    /// <summary>Empty: nothing is fetched; mail comes in over the API.</summary>
    public string ImapHost { get; init; } = "";

    public int ImapPort { get; init; } = 993;

    /// <summary><c>tls</c> from the first byte, <c>starttls</c>, or <c>none</c>.</summary>
    public string ImapSecurity { get; init; } = "tls";

    public string ImapUser { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string ImapPassword { get; init; } = "";

    /// <summary>Where access tokens come from (RFC 6749); set, the login is XOAUTH2 and needs no password.</summary>
    public string ImapTokenUrl { get; init; } = "";

    public string ImapClientId { get; init; } = "";

    /// <summary>Stored protected. Empty for clients that have none.</summary>
    public string ImapClientSecret { get; init; } = "";

    /// <summary>Stored protected.</summary>
    public string ImapRefreshTokenSecret { get; init; } = "";

    /// <summary>What the token is to be good for; empty takes what the refresh token stands for.</summary>
    public string ImapScope { get; init; } = "";

    public string ImapFolder { get; init; } = "INBOX";

    /// <summary>What becomes of a mail in the mailbox once it is filed: <c>leave</c>, <c>seen</c> or <c>move</c>.</summary>
    public string ImapAfter { get; init; } = "leave";

    /// <summary>With <c>move</c>: the folder, made if it is not there.</summary>
    public string ImapMoveTo { get; init; } = "";

    /// <summary>Days of mail that lay there before the first connection and are imported; 0 for none.</summary>
    public int ImapDays { get; init; }

    public bool Fetches => ImapHost.Length > 0;

    public bool FetchesWithTokens => ImapTokenUrl.Length > 0;

    private void CheckFetching(Dictionary<string, string> problems)
    {
        if (!Fetches)
        {
            return;
        }

        if (Uri.CheckHostName(ImapHost) == UriHostNameType.Unknown)
        {
            problems["imapHost"] = "Give the server's name or address without port, for example imap.example.com.";
        }

        if (ImapPort is < 1 or > 65535)
        {
            problems["imapPort"] = "A port is a number from 1 to 65535; IMAP servers usually listen on 993 with TLS, or on 143 with STARTTLS.";
        }

        if (ImapSecurity is not ("tls" or "starttls" or "none"))
        {
            problems["imapSecurity"] = "Choose TLS, STARTTLS or none.";
        }
        else if (ImapSecurity == "none" && ImapHost is not ("localhost" or "127.0.0.1" or "::1"))
        {
            problems["imapSecurity"] = "A password is sent only over TLS or STARTTLS, or to this machine itself.";
        }

        if (ImapUser.Length == 0)
        {
            problems["imapUser"] = "Give the user who logs in, often the mail address itself.";
        }

        if (FetchesWithTokens)
        {
            CheckImapTokens(problems);
        }
        else if (ImapPassword.Length == 0)
        {
            problems["imapPassword"] = "Give the password of the mailbox, or where its access tokens come from.";
        }

        CheckFolders(problems);
    }

    private void CheckImapTokens(Dictionary<string, string> problems)
    {
        if (!Uri.TryCreate(ImapTokenUrl, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            problems["imapTokenUrl"] = "Give the whole https address that hands out tokens, for example https://login.example.com/oauth2/v2.0/token.";
        }

        if (ImapClientId.Length == 0)
        {
            problems["imapClientId"] = "Give the client id that the mail provider gave to your registration of Inbox.";
        }

        if (ImapRefreshTokenSecret.Length == 0)
        {
            problems["imapRefreshTokenSecret"] = "Give a refresh token of the mailbox.";
        }
    }

    private void CheckFolders(Dictionary<string, string> problems)
    {
        if (ImapFolder.Length == 0)
        {
            problems["imapFolder"] = "Give the folder whose mail is fetched, usually INBOX.";
        }

        if (ImapAfter is not ("leave" or "seen" or "move"))
        {
            problems["imapAfter"] = "Choose what becomes of a mail once it is filed.";
        }
        else if (ImapAfter == "move" && ImapMoveTo.Length == 0)
        {
            problems["imapMoveTo"] = "Give the folder that filed mails move to.";
        }
        else if (ImapAfter == "move" && string.Equals(ImapMoveTo, ImapFolder, StringComparison.Ordinal))
        {
            problems["imapMoveTo"] = "Give another folder than the one that is fetched.";
        }

        if (ImapDays is < 0 or > 3650)
        {
            problems["imapDays"] = "Give a number of days from 0 to 3650.";
        }
    }
}

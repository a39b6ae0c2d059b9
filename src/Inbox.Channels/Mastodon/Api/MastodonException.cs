namespace Inbox.Channels.Mastodon.Api;

/// <summary>What is wrong with a server or with our access to it. Judged by status codes: texts and bodies differ between servers.</summary>
internal enum MastodonTrouble
{
    /// <summary>The request never arrived.</summary>
    NotReached,

    /// <summary>It may have arrived, and no whole answer came.</summary>
    BrokeOff,

    /// <summary>401, and 403 for what our token should be good for.</summary>
    NoAccess,

    /// <summary>404 and 410: it is not there, or not for us.</summary>
    Missing,

    /// <summary>Any other 4xx, and redirects of what cannot be redirected.</summary>
    Refused,

    /// <summary>429.</summary>
    Limited,

    /// <summary>5xx.</summary>
    Broken,

    /// <summary>503: it took nothing.</summary>
    Overloaded,

    /// <summary>An answer that is none.</summary>
    Garbage,
}

/// <summary>A request that ended badly; the message tells a person why.</summary>
internal sealed class MastodonException(MastodonTrouble trouble, string message) : Exception(message)
{
    public MastodonTrouble Trouble { get; } = trouble;

    /// <summary>When the server may be asked again, as it says.</summary>
    public DateTimeOffset? Until { get; init; }
}

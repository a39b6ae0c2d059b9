namespace Inbox.Channels.Meta.Api;

/// <summary>What is wrong with the Graph API, with our access to it, or with what we ask of it.</summary>
internal enum GraphTrouble
{
    /// <summary>The request never arrived.</summary>
    NotReached,

    /// <summary>It may have arrived, and no whole answer came.</summary>
    BrokeOff,

    /// <summary>The token is not good any more.</summary>
    NoAccess,

    /// <summary>The token is good, and a permission is missing.</summary>
    Forbidden,

    /// <summary>It is not there, or not for us.</summary>
    Missing,

    /// <summary>The time in which this person may be written to is over.</summary>
    OutsideWindow,

    /// <summary>A comment takes one private reply within seven days, and has had it or is older.</summary>
    AlreadyAnswered,

    /// <summary>Anything else that stays wrong.</summary>
    Refused,

    /// <summary>Too many requests.</summary>
    Limited,

    /// <summary>The far side has trouble of its own, as it says itself.</summary>
    Broken,

    /// <summary>An answer that is none.</summary>
    Garbage,
}

/// <summary>A request that ended badly; the message tells a person why.</summary>
internal sealed class GraphException(GraphTrouble trouble, string message) : Exception(message)
{
    public GraphTrouble Trouble { get; } = trouble;

    /// <summary>When it may be asked again.</summary>
    public DateTimeOffset? Until { get; init; }
}

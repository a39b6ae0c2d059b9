namespace Inbox.Channels.WordPress.Api;

/// <summary>What is wrong with a blog or with our access to it.</summary>
internal enum WordPressTrouble
{
    /// <summary>The request never arrived, or was not taken.</summary>
    NotReached,

    /// <summary>It may have arrived, and no whole answer came.</summary>
    BrokeOff,

    /// <summary>Our login is not good for this.</summary>
    NoAccess,

    /// <summary>It is not there, or no longer in public.</summary>
    Missing,

    /// <summary>These very words stand there already (409).</summary>
    Duplicate,

    Refused,

    /// <summary>There is no trash: a comment is deleted for good, or not at all (501).</summary>
    NoTrash,

    Limited,

    /// <summary>5xx: it may have taken the request.</summary>
    Broken,

    /// <summary>An answer that is none of WordPress.</summary>
    Garbage,
}

/// <summary>A request that ended badly; the message tells a person why.</summary>
internal sealed class WordPressException(WordPressTrouble trouble, string message) : Exception(message)
{
    public WordPressTrouble Trouble => trouble;

    /// <summary>With <see cref="WordPressTrouble.Limited"/>.</summary>
    public DateTimeOffset Until { get; init; }
}

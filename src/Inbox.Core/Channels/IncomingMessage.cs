using Inbox.Core.Cases;

namespace Inbox.Core.Channels;

/// <summary>What a channel's Parse makes of a raw message. Everything Core knows of it.</summary>
public sealed partial record IncomingMessage
{
    /// <summary>The message's id on its channel; empty when it has none.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Keys live in this scope: "mail" for all mail channels, "feed:7" for one feed.</summary>
    public required string ThreadScope { get; init; }

    /// <summary>Own id first, then what it answers, nearest first.</summary>
    public IReadOnlyList<ThreadKey> Keys { get; init; } = [];

    /// <summary>The sender; for a web form the person who filled it in.</summary>
    public required Party From { get; init; }

    /// <summary>Where the sender asks for the answer, if that is another address than <see cref="From"/>.</summary>
    public Party? ReplyTo { get; init; }

    public required string HandleKind { get; init; }

    public IReadOnlyList<Party> To { get; init; } = [];

    public IReadOnlyList<Party> Cc { get; init; } = [];

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>New text without quoted history and signature.</summary>
    public string ReplyText { get; init; } = "";

    /// <summary>Sanitised; inline images refer to <c>cid:</c> as given, remote images are left out.</summary>
    public string? Html { get; init; }

    public DateTimeOffset? PostedAt { get; init; }

    public Automatic Automatic { get; init; }

    /// <summary>No machine of ours may answer it: it came in bulk, its sender asks for none, or nobody reads what is sent there.</summary>
    public bool NoAutomaticAnswer { get; init; }

    public Bounce? Bounce { get; init; }

    /// <summary>The mail of Inbox itself that it reports about or replies to; our signature was checked.</summary>
    public long? AboutNotice { get; init; }

    /// <summary>The sender is one of our own channel addresses.</summary>
    public bool FromOurselves { get; init; }

    /// <summary>The sender's identity is known to be forged (failed DMARC); subject tokens count for nothing.</summary>
    public bool SenderUnproven { get; init; }

    /// <summary>
    /// The sender typed their own address, and nobody checked that it is theirs: the message joins no open case by it, and
    /// little is sent there unasked.
    /// </summary>
    public bool SenderTyped { get; init; }

    public Visibility Visibility { get; init; }

    public long Reach { get; init; }

    public string? Url { get; init; }

    public string? MatchedWord { get; init; }

    /// <summary>Of the case that it opens, besides those of the rules; what the managed list does not know may be left out.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>False: a mention that stays without a case until a person opens one.</summary>
    public bool OpensCase { get; init; } = true;

    public string? InReplyTo { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>A tombstone: the author has deleted the message of this id. Nothing else of it counts.</summary>
    public bool Deleted { get; init; }

    /// <summary>A newer version under the same id is an edit, also of a private message. Of a letter it is another letter.</summary>
    public bool Editable { get; init; }

    /// <summary>It tells how the message was at first, however late it comes: where its id is known already, nothing changes.</summary>
    public bool FirstVersion { get; init; }

    public IReadOnlyList<IncomingAttachment> Attachments { get; init; } = [];
}

/// <summary>A file that came with a message. Its bytes are read while they are stored, and never as a whole into memory.</summary>
/// <param name="Size">Bytes that the stream will give.</param>
/// <param name="OpenRead">The bytes from their beginning, each time anew.</param>
public sealed record IncomingAttachment(string Name, string ContentType, long Size, Func<Stream> OpenRead, bool Inline, string? ContentId);

/// <summary>A report that a message of ours did not arrive.</summary>
/// <param name="Recipient">Normalised address.</param>
/// <param name="Hard">It never will.</param>
/// <param name="OriginalId">The id of our message, when the report names it.</param>
/// <param name="Failed">The far side has given up; false while it keeps trying.</param>
public sealed record Bounce(string Recipient, string Status, bool Hard, string? OriginalId, string Reason, bool Failed = true);

/// <summary>A hint where a message belongs.</summary>
public enum ThreadKeyKind
{
    /// <summary>This message's own id.</summary>
    Own,

    /// <summary>The id of an earlier message of the conversation.</summary>
    Earlier,

    /// <summary>One of our messages, named by our database id (from a signed token or a signed Message-ID).</summary>
    Answer,

    /// <summary>A case number that somebody typed.</summary>
    CaseNumber,
}

/// <param name="Kind">What the value names.</param>
/// <param name="Value">The id, or digits for <see cref="ThreadKeyKind.Answer"/> and <see cref="ThreadKeyKind.CaseNumber"/>.</param>
/// <param name="Verified">Our signature on it was checked.</param>
public sealed record ThreadKey(ThreadKeyKind Kind, string Value, bool Verified = false);

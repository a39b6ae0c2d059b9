using Inbox.Core.Cases;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Delivery.Changes;

namespace Inbox.Core.Channels;

/// <summary>
/// What a kind of door can do, the same for every channel of the kind. Pages and the composer ask it, and never for a
/// kind by name. What may be answered to one message says <see cref="ReplyOptions"/>.
/// </summary>
public sealed record ChannelTraits
{
    /// <summary>Bootstrap icon name without prefix.</summary>
    public required string Icon { get; init; }

    /// <summary>Kind of the sender's handle, see HandleKinds.</summary>
    public required string HandleKind { get; init; }

    /// <summary>What one message of it is called, for counting: "e-mail", "call", "post".</summary>
    public required string Noun { get; init; }

    /// <summary>What comes in is a mention, unless the message itself is private.</summary>
    public bool Public { get; init; }

    /// <summary>We ask it for news (<see cref="IPollingChannel"/>).</summary>
    public bool Polls { get; init; }

    /// <summary>It tells us of news by itself, over a connection that we hold or by calling us.</summary>
    public bool Pushes { get; init; }

    /// <summary>What is said there is written down by agents; nothing comes in by itself.</summary>
    public bool LogsCalls { get; init; }

    /// <summary>An answer is a letter: it names its recipients and has a subject, formats and a signature. Otherwise it is bare text to its author.</summary>
    public bool Letters { get; init; }

    /// <summary>
    /// The kind of channel over which its answers leave: the one that has the same address, which so is no address of its own,
    /// and several such doors may have it. Null: they leave over the door itself.
    /// </summary>
    public string? AnswersOver { get; init; }

    /// <summary>Whoever writes types their own address, and nobody checks that it is theirs.</summary>
    public bool TypedSender { get; init; }

    /// <summary>On which terms a public message is answered in public; null: not at all.</summary>
    public ReplyTerms? PublicReply { get; init; }

    /// <summary>On which terms a private message is answered; null: not at all.</summary>
    public ReplyTerms? PrivateReply { get; init; }

    /// <summary>On which terms a public message is answered in private; null: not at all.</summary>
    public ReplyTerms? PrivateToPublic { get; init; }

    /// <summary>The text of a public answer that left can be changed at the far side (<see cref="IChangesAnswers"/>).</summary>
    public bool Edits { get; init; }

    /// <summary>A public answer that left can be deleted at the far side.</summary>
    public bool Deletes { get; init; }

    /// <summary><see cref="Edits"/> and <see cref="Deletes"/> hold for private answers too.</summary>
    public bool ChangesPrivate { get; init; }

    /// <summary>Sending the same message twice does no harm (mail with the same Message-ID, a record under a key of ours).</summary>
    public bool ResendIsSafe { get; init; }

    public bool SendsPublicly => PublicReply is not null;

    public bool SendsPrivately => PrivateReply is not null || PrivateToPublic is not null;

    /// <summary>We can answer over this door.</summary>
    public bool CanAnswer => SendsPublicly || SendsPrivately;

    /// <summary>Whether an answer that left can be changed so.</summary>
    public bool Allow(AnswerChangeKind kind, Visibility visibility) =>
        (kind == AnswerChangeKind.Edit ? Edits : Deletes) && (visibility == Visibility.Public || ChangesPrivate);

    /// <summary>How long an answer of this visibility may be; null: as long as Inbox itself allows.</summary>
    /// <param name="visibility">Of the answer.</param>
    /// <param name="own">What the server says of itself; it wins.</param>
    public TextLimit? LimitOf(Visibility visibility, TextLimit? own) =>
        own ?? (visibility == Visibility.Public ? PublicReply : PrivateReply ?? PrivateToPublic)?.Limit;
}

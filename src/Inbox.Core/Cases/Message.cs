using Inbox.Core.Channels;

namespace Inbox.Core.Cases;

/// <summary>A name and an address on a channel.</summary>
public sealed record Party(string Name, string Address)
{
    public override string ToString() => Name.Length == 0 ? Address : $"{Name} <{Address}>";
}

/// <summary>What an agent wrote down of a call. Times in whole seconds.</summary>
public sealed record CallDetails(
    bool Incoming,
    int HoldSeconds,
    int DurationSeconds,
    CallOutcome Outcome,
    DateTimeOffset? CallBackAt);

public enum CallOutcome { Answered, Resolved, CallBackPromised, LeftVoicemail, NoAnswer, WrongNumber, Abandoned }

/// <summary>
/// One thing said: by a customer, by us, or among us (a note). An inbound public message is a mention;
/// mentions and automatic mail may belong to no case.
/// </summary>
public sealed class Message
{
    public long Id { get; init; }

    public long? CaseId { get; private set; }

    public required long ChannelId { get; init; }

    public Direction Direction { get; init; }

    public Automatic Automatic { get; init; }

    public Visibility Visibility { get; init; }

    public string FromName { get; init; } = "";

    /// <summary>The sender's address as shown; for our own messages the address we wrote from.</summary>
    public string FromAddress { get; init; } = "";

    /// <summary>Where its sender asks for the answer, if that is another address than theirs.</summary>
    public Party? ReplyTo { get; set; }

    public long? HandleId { get; init; }

    /// <summary>The agent who wrote an answer or note; null for imports from elsewhere.</summary>
    public long? AuthorId { get; init; }

    /// <summary>The sender is unknown to the case: never among the recipients of an answer until an agent accepts them.</summary>
    public bool Guest { get; set; }

    /// <summary>A note that a contractor may read as well.</summary>
    public bool SharedOutside { get; init; }

    /// <summary>The words of a note that name people or departments, each with its <c>@</c>.</summary>
    public string[] Named { get; init; } = [];

    public List<Party> To { get; init; } = [];

    public List<Party> Cc { get; init; } = [];

    /// <summary>Who gets our message unseen by the others. Empty for what others wrote.</summary>
    public List<Party> Bcc { get; init; } = [];

    /// <summary>Our message goes to third parties only: it is no answer, and no clock knows of it.</summary>
    public bool ToThirdParties { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>The whole text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The new text without quoted history and signature.</summary>
    public string ReplyText { get; init; } = "";

    /// <summary>Sanitised HTML, remote images left out; null when the message had none.</summary>
    public string? Html { get; init; }

    /// <summary>How an agent wrote <see cref="ReplyText"/>; <see cref="Html"/> then is made of it alone, without signature.</summary>
    public TextFormat Format { get; init; }

    /// <summary>It was to leave as several posts where it is too long for one.</summary>
    public bool AsThread { get; init; }

    /// <summary>When the sender says it was written. Clocks never read it.</summary>
    public DateTimeOffset PostedAt { get; init; }

    /// <summary>When we received it, or when we sent it.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The message's id on its channel (Message-ID, status id, entry id).</summary>
    public string ExternalId { get; init; } = "";

    /// <summary>Hash of what a reader sees; tells a second delivery from a reused id.</summary>
    public byte[] Version { get; init; } = [];

    public string? InReplyTo { get; init; }

    public string[] References { get; init; } = [];

    /// <summary>Other doors of ours through which the very same message came.</summary>
    public long[] AlsoChannelIds { get; init; } = [];

    /// <summary>One of us passes on what a customer wrote, and nobody has confirmed it yet.</summary>
    public ForwardedMessage? Forward { get; init; }

    public string? Url { get; init; }

    public long Reach { get; init; }

    /// <summary>The watch word that made a public post ours.</summary>
    public string? MatchedWord { get; init; }

    /// <summary>When we heard that its author has deleted the post; null while it stands. Forbids a public answer.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public CallDetails? Call { get; init; }

    public long? DeliveryId { get; init; }

    /// <summary>The customer message that an answer answers.</summary>
    public long? AnswersId { get; init; }

    /// <summary>Why an answer did not reach anybody; null while all is well.</summary>
    public string? Failure { get; set; }

    /// <summary>The status the case had before this answer, restored by undo.</summary>
    public CaseStatus? StatusBefore { get; init; }

    public void Join(long caseId) => CaseId = caseId;
}

/// <summary>Somebody on a case besides its customer.</summary>
public sealed class Participant
{
    public required long CaseId { get; init; }

    public required long HandleId { get; init; }

    public ParticipantState State { get; set; }
}

/// <summary>Guest: entered by a signed token, not yet accepted. Third party: sets Open, runs no clocks.</summary>
public enum ParticipantState { Guest, Accepted, ThirdParty }

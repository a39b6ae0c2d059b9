using Inbox.Core.Cases;

namespace Inbox.Core.Channels;

/// <summary>An answer on its way out, complete: the adapter looks nothing up.</summary>
public sealed record OutgoingMessage
{
    public required long MessageId { get; init; }

    public required long CaseId { get; init; }

    /// <summary>Chosen when the answer was saved; the same on every attempt.</summary>
    public required string ExternalId { get; init; }

    /// <summary>A signed word for the address that replies go to.</summary>
    public required string Token { get; init; }

    /// <summary>Name shown as the sender: agent and company.</summary>
    public required string FromName { get; init; }

    /// <summary>Who may read it. An adapter never makes it wider.</summary>
    public Visibility Visibility { get; init; }

    public required IReadOnlyList<Party> To { get; init; }

    public IReadOnlyList<Party> Cc { get; init; } = [];

    /// <summary>They get it too, and nobody is told.</summary>
    public IReadOnlyList<Party> Bcc { get; init; } = [];

    public required string Subject { get; init; }

    /// <summary>What the agent wrote, with signature.</summary>
    public required string Text { get; init; }

    /// <summary>The same with its formats, sanitised; inline images are <c>cid:</c> and the <see cref="OutgoingAttachment.ContentId"/>. Null: there is only text.</summary>
    public string? Html { get; init; }

    /// <summary>Leaves as several posts where it is too long for one, each below the one before; every attempt cuts it alike.</summary>
    public bool AsThread { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    /// <summary>No person wrote it: it must be told apart as such, and nobody's machine should answer it.</summary>
    public bool Automatic { get; init; }

    /// <summary>The message answered, for the quotation; null when there is none.</summary>
    public QuotedMessage? Quoted { get; init; }

    public string? InReplyTo { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    public required DateTimeOffset At { get; init; }
}

/// <param name="Text">Its new text.</param>
/// <param name="Html">The whole of it, sanitised; null when it had none.</param>
public sealed record QuotedMessage(string FromName, DateTimeOffset At, string Text, string? Html = null);

public enum SendOutcome
{
    /// <summary>The far side took it.</summary>
    Sent,

    /// <summary>Worth trying again later.</summary>
    Later,

    /// <summary>It never will be taken; the reason is shown to the author.</summary>
    Failed,

    /// <summary>It may have been taken or not: the line broke, or no answer came in time.</summary>
    Unknown,
}

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

    public required IReadOnlyList<Party> To { get; init; }

    public IReadOnlyList<Party> Cc { get; init; } = [];

    /// <summary>They get it too, and nobody is told.</summary>
    public IReadOnlyList<Party> Bcc { get; init; } = [];

    public required string Subject { get; init; }

    /// <summary>What the agent wrote, with signature.</summary>
    public required string Text { get; init; }

    /// <summary>The same with its formats, sanitised; inline images are <c>cid:</c> and the <see cref="OutgoingAttachment.ContentId"/>. Null: there is only text.</summary>
    public string? Html { get; init; }

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

/// <summary>A file that goes out with an answer.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ContentId">Of an inline image, without brackets.</param>
/// <param name="OpenAsync">Opens the bytes; called once for each attempt.</param>
public sealed record OutgoingAttachment(
    string Name, string ContentType, long Size, bool Inline, string? ContentId, Func<CancellationToken, Task<Stream>> OpenAsync);

public enum SendOutcome
{
    /// <summary>The far side took it.</summary>
    Sent,

    /// <summary>Worth trying again later.</summary>
    Later,

    /// <summary>It never will be taken; the reason is shown to the author.</summary>
    Failed,
}

/// <param name="Detail">The reason in words, or where it went.</param>
/// <param name="After">With <see cref="SendOutcome.Later"/>: the far side's wish.</param>
public sealed record SendResult(SendOutcome Outcome, string? Detail = null, TimeSpan? After = null)
{
    public static SendResult Sent { get; } = new(SendOutcome.Sent);
}

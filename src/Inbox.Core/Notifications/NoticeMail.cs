namespace Inbox.Core.Notifications;

/// <summary>Bounced: the far side took it and sent it back later.</summary>
public enum NoticeMailState { Pending, Sent, Failed, Bounced }

/// <summary>
/// A mail of Inbox itself, to one of its agents or to an address that an administrator named. Committed with what it tells,
/// sent at least once and always with the same Message-ID. It is no message of a case, and nothing is told about it.
/// </summary>
public sealed class NoticeMail
{
    public long Id { get; init; }

    /// <summary>What it tells, in a word that is never given twice: a second mail of the same word is none.</summary>
    public required string Key { get; init; }

    /// <summary>The agent who gets it; null for an address.</summary>
    public long? AgentId { get; init; }

    public long? CaseId { get; init; }

    public required string Address { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Set by the first attempt: the same on every other.</summary>
    public string? ExternalId { get; init; }

    public NoticeMailState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Time of the next attempt.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public int Attempts { get; init; }

    /// <summary>What the far side said.</summary>
    public string? Detail { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}

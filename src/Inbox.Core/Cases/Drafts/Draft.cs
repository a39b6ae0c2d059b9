namespace Inbox.Core.Cases.Drafts;

/// <summary>What a draft will be: an answer, a note, a message to third parties, or the first message of a case of our own.</summary>
public enum DraftMode { Reply, Note, Forward, New }

/// <summary>Something an agent is writing. One of each mode a case and agent; gone once it was sent.</summary>
public sealed class Draft
{
    public long Id { get; init; }

    /// <summary>Null for <see cref="DraftMode.New"/>: the case does not exist yet.</summary>
    public long? CaseId { get; init; }

    public required long AgentId { get; init; }

    public required DraftMode Mode { get; init; }

    public string Text { get; set; } = "";

    public string Subject { get; set; } = "";

    /// <summary>Addresses as the agent chose them; null while nobody was chosen.</summary>
    public List<string>? To { get; set; }

    public List<string>? Cc { get; set; }

    public List<string>? Bcc { get; set; }

    /// <summary>The newest message the agent had seen when the writing began.</summary>
    public long? SeenMessageId { get; set; }

    /// <summary>The message passed on by a <see cref="DraftMode.Forward"/>.</summary>
    public long? ForwardedId { get; set; }

    /// <summary>Of a new case.</summary>
    public long? ChannelId { get; set; }

    /// <summary>Of a new case.</summary>
    public long? DepartmentId { get; set; }

    /// <summary>Counts the saves, to tell a window that holds an older text.</summary>
    public int Revision { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What another window had written and this draft replaced: kept until the agent has looked at it.</summary>
    public string? Other { get; set; }

    /// <summary>Somebody types in it at this moment, as far as its saves tell.</summary>
    public bool IsBeingWritten(DateTimeOffset now) => now - UpdatedAt < TimeSpan.FromSeconds(60);
}

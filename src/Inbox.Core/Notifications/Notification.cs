namespace Inbox.Core.Notifications;

/// <summary>Something an agent should know, shown in the page until read.</summary>
public sealed class Notification
{
    public long Id { get; init; }

    public required long AgentId { get; init; }

    public long? CaseId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>One line; never customer text.</summary>
    public required string Text { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

namespace Inbox.Core.Notifications;

/// <summary>Something an agent should know, shown in the page until read. <see cref="Notifier"/> writes it.</summary>
public sealed class Notification
{
    /// <summary>Newest last: one that is told again gets a new one.</summary>
    public long Id { get; init; }

    public required long AgentId { get; init; }

    public required NotificationKind Kind { get; init; }

    public long? CaseId { get; init; }

    /// <summary>When it was told last.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One line; never customer text.</summary>
    public required string Text { get; init; }

    /// <summary>How often it was told since it was last read.</summary>
    public int Times { get; init; } = 1;

    /// <summary>When it goes out by mail, unless read before; null when it does not, or has gone.</summary>
    public DateTimeOffset? MailAt { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

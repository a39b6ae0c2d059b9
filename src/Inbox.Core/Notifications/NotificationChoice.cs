namespace Inbox.Core.Notifications;

/// <summary>How soon notifications go out by mail.</summary>
public enum MailPace
{
    Never,

    /// <summary>Within seconds.</summary>
    AtOnce,

    /// <summary>What is unread at the full hour, in one mail.</summary>
    Hourly,

    /// <summary>What is unread at eight in the morning, in one mail.</summary>
    Daily,
}

/// <summary>How an agent hears of one kind of notification. Without a row the kind's <see cref="Usual"/> way holds.</summary>
public sealed class NotificationChoice
{
    public required long AgentId { get; init; }

    public required NotificationKind Kind { get; init; }

    /// <summary>Told at all: what does not stand in the page reaches neither browser nor mail.</summary>
    public required bool Page { get; set; }

    /// <summary>Shown by the browser, while a page of Inbox is open somewhere.</summary>
    public required bool Browser { get; set; }

    public required MailPace Mail { get; set; }

    /// <summary>
    /// What a newcomer gets: everything in the page, what is meant for oneself by the browser too, and by mail only what
    /// must not wait for somebody to look: late promises and doors in trouble, once an hour and only while unread.
    /// </summary>
    public static NotificationChoice Usual(long agentId, NotificationKind kind) => new()
    {
        AgentId = agentId,
        Kind = kind,
        Page = true,
        Browser = kind is NotificationKind.Escalation or NotificationKind.Assigned or NotificationKind.CustomerWrote or NotificationKind.Handoff or NotificationKind.Named,
        Mail = kind is NotificationKind.Escalation or NotificationKind.ChannelTrouble ? MailPace.Hourly : MailPace.Never,
    };
}

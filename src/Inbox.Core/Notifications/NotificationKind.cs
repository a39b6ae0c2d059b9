namespace Inbox.Core.Notifications;

/// <summary>What a notification is about, so that each person chooses per kind how to hear of it.</summary>
public enum NotificationKind
{
    /// <summary>A promise is about to break, or broke.</summary>
    Escalation,

    /// <summary>Somebody gave one a case.</summary>
    Assigned,

    /// <summary>The customer wrote on a case of one's own.</summary>
    CustomerWrote,

    /// <summary>A case was offered to one's department, or an offer of one's own was decided.</summary>
    Handoff,

    /// <summary>Somebody named one in a note.</summary>
    Named,

    /// <summary>Something happened on a case that one follows.</summary>
    Followed,

    /// <summary>A task was asked of one, is due, or was done.</summary>
    Task,

    /// <summary>An answer of one's own did not arrive.</summary>
    AnswerTrouble,

    /// <summary>An answer waits for one's approval, or one's own was returned.</summary>
    Approval,

    /// <summary>A door of one's department does not work, or works again.</summary>
    ChannelTrouble,
}

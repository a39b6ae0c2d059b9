namespace Inbox.Core.Cases;

/// <summary>What happened to a case besides messages, in the order it happened. Never changed, only added.</summary>
public sealed class CaseEvent
{
    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required CaseEventKind Kind { get; init; }

    /// <summary>Null when Inbox did it itself.</summary>
    public long? AgentId { get; init; }

    /// <summary>One line for people: names, not ids; never customer text.</summary>
    public string Detail { get; init; } = "";
}

public enum CaseEventKind
{
    Opened, Routed, StatusChanged, PriorityChanged, Assigned, DepartmentChanged, TagsChanged, Escalated, Breached,
    HandoffOffered, HandoffAccepted, HandoffDeclined, HandoffWithdrawn, SecondDelivery, Reopened, Folded, Joined,
    AnswerUndone, AnswerFailed, AnswerBounced, AnswerEdited, AnswerDeleted, Snoozed, GuestAccepted, NoReplyNeeded, CallBackPromised, FollowUp, Edited, PostDeleted, Complained, ForwardConfirmed, NotByAPerson,
    AnswerScheduled, AnswerHeld, ScheduleCancelled, ApprovalAsked, ApprovalGiven, ApprovalRefused, ApprovalWithdrawn, AccessGiven, AccessTaken, HandedBack, PingPong, ChecklistFilled,
    TaskAsked, TaskTaken, TaskDone, TaskDeclined, TaskWithdrawn,
    MacroRun, PlaybookOpened, PlaybookCompleted,
    MergeUndone, Split, SplitOff, Linked, Unlinked,
}

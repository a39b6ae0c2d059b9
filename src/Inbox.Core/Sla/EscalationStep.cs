using Inbox.Core.Access;

namespace Inbox.Core.Sla;

public enum StepUnit { Percent, Minutes }

/// <summary>When a step is owed, in the time that its clock counts.</summary>
/// <param name="Unit">A share of the target, or a distance from the due time.</param>
/// <param name="Value">Percent: 75 is the usual warning, 100 the due time. Working minutes: below 0 before due, above 0 after it.</param>
public sealed record StepTime(StepUnit Unit, int Value)
{
    public static StepTime Due { get; } = Share(100);

    public static StepTime Share(int percent) => new(StepUnit.Percent, percent);

    public static StepTime Before(int minutes) => new(StepUnit.Minutes, -minutes);

    public static StepTime After(int minutes) => new(StepUnit.Minutes, minutes);
}

/// <summary>What a step does. <c>NotifyBothLeads</c> is built in and not to be chosen.</summary>
public enum EscalationAction
{
    NotifyAssignee, NotifyLead, NotifyDepartment, NotifyRole, NotifyPerson, CallWebhook, SendMail, RaisePriority, AssignLead, AssignPerson, RaiseLevel, WriteNote,
    NotifyBothLeads,
}

/// <summary>One rung of a ladder. Those owed at the same time are taken in the order in which they stand in the policy.</summary>
/// <param name="Position">
/// What a step that was taken is known by: from 1 within its metric, given when the step is first saved and kept when others
/// are added, moved or removed. 0 is built in; in a form, new.
/// </param>
public sealed record EscalationStep(int Position, SlaMetric Metric, StepTime At, EscalationAction Action)
{
    /// <summary>Nobody may leave an offer unanswered unseen: owed by every promise to accept, whatever the policy says.</summary>
    public static EscalationStep HandoffIsLate { get; } = new(0, SlaMetric.HandoffAccept, StepTime.Due, EscalationAction.NotifyBothLeads);

    /// <summary>Whom to tell, or who gets the case.</summary>
    public long? AgentId { get; init; }

    public Role? Role { get; init; }

    public long? WebhookId { get; init; }

    /// <summary>Of a mail.</summary>
    public string? Address { get; init; }

    /// <summary>What the note says.</summary>
    public string? Note { get; init; }
}

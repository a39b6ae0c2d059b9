using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Sla;

/// <summary>Metrics and steps as a person calls them.</summary>
internal static class MetricWords
{
    public static string Title(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply => "First reply",
        SlaMetric.NextReply => "Next reply",
        SlaMetric.Resolution => "Resolution",
        SlaMetric.Update => "Update",
        SlaMetric.Callback => "Call-back",
        SlaMetric.HandoffAccept => "Accepting a handoff",
        _ => "Time in a department",
    };

    public static string Title(EscalationAction action) => action switch
    {
        EscalationAction.NotifyAssignee => "tell the assignee",
        EscalationAction.NotifyLead => "tell the lead",
        EscalationAction.NotifyDepartment => "tell the whole department",
        EscalationAction.NotifyRole => "tell everybody with a role",
        EscalationAction.NotifyPerson => "tell a person",
        EscalationAction.CallWebhook => "call a webhook",
        EscalationAction.SendMail => "write to a mail address",
        EscalationAction.RaisePriority => "raise the priority",
        EscalationAction.AssignLead => "give it to the lead",
        EscalationAction.AssignPerson => "give it to a person",
        EscalationAction.RaiseLevel => "raise the level",
        EscalationAction.WriteNote => "write a note",
        _ => "tell both leads",
    };
}

using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Sla;

/// <summary>How a form says when a step is owed.</summary>
public enum StepWhen { Share, Before, After }

/// <summary>One step as it is typed.</summary>
public sealed class StepRow
{
    /// <summary>0 until it is saved for the first time.</summary>
    public int Position { get; set; }

    public SlaMetric Metric { get; set; }

    /// <summary>A number of percent, or a time such as 30m.</summary>
    public string? Amount { get; set; }

    public StepWhen When { get; set; }

    public EscalationAction Action { get; set; }

    public long? AgentId { get; set; }

    public Role? Role { get; set; }

    public long? WebhookId { get; set; }

    public string? Address { get; set; }

    public string? Note { get; set; }

    public static StepRow Of(EscalationStep step) => new()
    {
        Position = step.Position,
        Metric = step.Metric,
        Amount = step.At.Unit == StepUnit.Percent ? step.At.Value.ToString(CultureInfo.InvariantCulture) : TargetText.Format(Math.Abs(step.At.Value)),
        When = step.At switch { { Unit: StepUnit.Percent } => StepWhen.Share, { Value: < 0 } => StepWhen.Before, _ => StepWhen.After },
        Action = step.Action,
        AgentId = step.AgentId,
        Role = step.Role,
        WebhookId = step.WebhookId,
        Address = step.Address,
        Note = step.Note,
    };

    /// <param name="wrong">What is wrong with the time; null otherwise. The step is then not to be saved.</param>
    public EscalationStep Read(out string? wrong)
    {
        wrong = null;
        var at = StepTime.Due;
        if (When == StepWhen.Share)
        {
            if (int.TryParse(Amount?.Trim().TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            {
                at = StepTime.Share(percent);
            }
            else
            {
                wrong = "Give a whole number of percent; 100 is the due time.";
            }
        }
        else if (TargetText.TryParse(Amount, out var minutes) && minutes is { } distance)
        {
            at = When == StepWhen.Before ? StepTime.Before(distance) : StepTime.After(distance);
        }
        else
        {
            wrong = TargetText.Help;
        }

        // What another action needed may still stand in its hidden field.
        return new EscalationStep(Position, Metric, at, Action)
        {
            AgentId = Action is EscalationAction.NotifyPerson or EscalationAction.AssignPerson ? AgentId : null,
            Role = Action == EscalationAction.NotifyRole ? Role : null,
            WebhookId = Action == EscalationAction.CallWebhook ? WebhookId : null,
            Address = Action == EscalationAction.SendMail ? Address?.Trim() : null,
            Note = Action == EscalationAction.WriteNote ? Note?.Trim().ReplaceLineEndings("\n") : null,
        };
    }
}

using FluentValidation;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>What a step of a ladder must have. The first problem of each is named <c>Steps[i]</c>.</summary>
internal sealed class StepRules(InboxDb db)
{
    private const int MostSteps = 60;
    private const int HighestShare = 1000;
    private const int LongestMinutes = 366 * 24 * 60;

    public async Task CheckAsync(IReadOnlyList<EscalationStep> steps, ValidationContext<SaveSlaPolicy.Command> context, CancellationToken cancellationToken)
    {
        if (steps.Count > MostSteps)
        {
            context.AddFailure($"Keep it to {MostSteps} steps.");
            return;
        }

        var people = steps.Select(s => s.AgentId).OfType<long>().ToList();
        var webhooks = steps.Select(s => s.WebhookId).OfType<long>().ToList();
        var knownPeople = await db.Users.Where(a => people.Contains(a.Id) && a.DisabledAt == null).Select(a => a.Id).ToListAsync(cancellationToken);
        var knownWebhooks = await db.Webhooks.Where(w => webhooks.Contains(w.Id)).Select(w => w.Id).ToListAsync(cancellationToken);
        for (var i = 0; i < steps.Count; i++)
        {
            var problem = TimeProblem(steps[i].At) ?? ActionProblem(steps[i], knownPeople, knownWebhooks) ?? PlaceProblem(steps, i, context.InstanceToValidate.Targets);
            if (problem is not null)
            {
                context.AddFailure($"Steps[{i}]", problem);
            }
        }
    }

    private static string? TimeProblem(StepTime at) => at switch
    {
        { Unit: StepUnit.Percent, Value: < 1 or > HighestShare } => $"Give a share of the target from 1 to {HighestShare} percent; 100 is the due time.",
        { Unit: StepUnit.Minutes, Value: < -LongestMinutes or > LongestMinutes } => "Give a distance of at most 366 days.",
        _ => null,
    };

    private static string? ActionProblem(EscalationStep step, List<long> people, List<long> webhooks) => step.Action switch
    {
        EscalationAction.NotifyPerson or EscalationAction.AssignPerson when step.AgentId is not { } id || !people.Contains(id) => "Choose a person who is still here.",
        EscalationAction.NotifyRole when step.Role is null => "Choose a role.",
        EscalationAction.CallWebhook when step.WebhookId is not { } id || !webhooks.Contains(id) => "Choose a webhook. They are set up under Settings, Webhooks.",
        EscalationAction.SendMail when step.Address is not { Length: <= 254 } address || ChannelAddress.Problem(HandleKinds.Email, address) is not null => "Give one mail address, for example boss@example.com.",
        EscalationAction.WriteNote when string.IsNullOrWhiteSpace(step.Note) => "Write what the note says.",
        EscalationAction.WriteNote when step.Note!.Length > 2000 => "Keep the note under 2,000 characters.",
        EscalationAction.WriteNote when !SettingsRules.IsStorable(step.Note) => "The note has characters that cannot be kept. Type it again.",
        EscalationAction.NotifyBothLeads => "Both leads are told of a late handoff anyway.",
        _ => null,
    };

    private static string? PlaceProblem(IReadOnlyList<EscalationStep> steps, int i, IReadOnlyList<SlaTarget> targets)
    {
        var step = steps[i];
        if (steps.Take(i).Any(s => s with { Position = step.Position } == step))
        {
            return "This step stands there twice.";
        }

        // A call-back has its due time without a target.
        return step.Metric == SlaMetric.Callback || targets.Any(t => t.Metric == step.Metric && SaveSlaPolicy.IsGiven(t))
            ? null
            : "This metric has no target, so the step would never be taken. Give it one, or remove the step.";
    }
}

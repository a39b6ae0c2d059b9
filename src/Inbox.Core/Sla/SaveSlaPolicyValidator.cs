using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Checks a policy. Problems of a target are named <c>Targets[i].High</c>, of a step <c>Steps[i]</c>.</summary>
internal sealed class SaveSlaPolicyValidator : AbstractValidator<SaveSlaPolicy.Command>
{
    private const int LongestMinutes = 366 * 24 * 60;
    private const int HighestShare = 1000;

    public SaveSlaPolicyValidator(InboxDb db)
    {
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.ChannelId)
            .MustAsync(async (id, ct) => id is null || await db.Channels.AnyAsync(c => c.Id == id, ct))
            .WithMessage("This channel is no longer there. Choose another.");
        RuleFor(c => c.DepartmentId)
            .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
            .WithMessage("This department is no longer there. Choose another.");
        RuleFor(c => c.Tag).MaximumLength(40).WithMessage("Keep the tag under 40 characters.");
        RuleFor(c => c.CustomerGroup).MaximumLength(80).WithMessage("Keep the group under 80 characters.");
        RuleFor(c => c.Tag).Must(SettingsRules.IsStorable).WithMessage("The tag has characters that cannot be kept. Type it again.");
        RuleFor(c => c.CustomerGroup).Must(SettingsRules.IsStorable).WithMessage("The group has characters that cannot be kept. Type it again.");
        RuleFor(c => c.MinReach).GreaterThan(0).WithMessage("Give a number of readers above 0, or leave it blank.");
        RuleFor(c => c.CalendarId).Cascade(CascadeMode.Stop)
            .Must((c, id) => id is null || !c.AroundTheClock).WithMessage("Choose a calendar or around the clock, not both.")
            .MustAsync(async (id, ct) => id is null || await db.Calendars.AnyAsync(k => k.Id == id, ct))
            .WithMessage("This calendar is no longer there. Choose another.");
        RuleFor(c => c.Targets)
            .Must(targets => targets.Any(SaveSlaPolicy.IsGiven)).WithMessage("Promise something: give at least one target.")
            .Must(targets => targets.Where(SaveSlaPolicy.IsGiven).All(t => SaveSlaPolicy.Promised.Contains(t.Metric)))
            .WithMessage("Targets are for first reply, next reply, resolution and accepting a handoff.")
            .Must(targets => targets.Select(t => t.Metric).Distinct().Count() == targets.Count).WithMessage("Give each metric once.");
        RuleForEach(c => c.Targets).ChildRules(target =>
        {
            target.RuleFor(t => t.Low).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.Normal).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.High).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.Urgent).Must(IsTarget).WithMessage(TargetProblem);
        });
        RuleFor(c => c.Steps).Custom(CheckSteps);
    }

    private const string TargetProblem = "Give a time from 1 minute to 366 days, or leave it blank.";

    private static bool IsTarget(int? minutes) => minutes is null or (>= 1 and <= LongestMinutes);

    private static void CheckSteps(IReadOnlyList<EscalationStep> steps, ValidationContext<SaveSlaPolicy.Command> context)
    {
        if (steps.Count > 40)
        {
            context.AddFailure("Keep it under 40 steps.");
            return;
        }

        var targets = context.InstanceToValidate.Targets;
        for (var i = 0; i < steps.Count; i++)
        {
            if (Problem(steps, i, targets) is { } problem)
            {
                context.AddFailure($"Steps[{i}]", problem);
            }
        }
    }

    private static string? Problem(IReadOnlyList<EscalationStep> steps, int i, IReadOnlyList<SlaTarget> targets)
    {
        var step = steps[i];
        if (step.SharePercent is < 1 or > HighestShare)
        {
            return $"Give a share of the target from 1 to {HighestShare} percent; 100 is the due time.";
        }

        if (steps.Take(i).Contains(step))
        {
            return "This step stands there twice.";
        }

        // A call-back has its due time without a target.
        return step.Metric == SlaMetric.Callback || targets.Any(t => t.Metric == step.Metric && SaveSlaPolicy.IsGiven(t))
            ? null
            : "This metric has no target, so the step would never be taken. Give it one, or remove the step.";
    }
}

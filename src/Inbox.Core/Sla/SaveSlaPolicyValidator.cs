using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>Checks a policy. Problems of a target are named <c>Targets[i].High</c>, of a step <c>Steps[i]</c>.</summary>
internal sealed class SaveSlaPolicyValidator : AbstractValidator<SaveSlaPolicy.Command>
{
    private const int LongestMinutes = 366 * 24 * 60;

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
            .WithMessage("Targets are for first reply, next reply, update, resolution and accepting a handoff.")
            .Must(targets => targets.Select(t => t.Metric).Distinct().Count() == targets.Count).WithMessage("Give each metric once.");
        RuleForEach(c => c.Targets).ChildRules(target =>
        {
            target.RuleFor(t => t.Low).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.Normal).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.High).Must(IsTarget).WithMessage(TargetProblem);
            target.RuleFor(t => t.Urgent).Must(IsTarget).WithMessage(TargetProblem);
        });
        RuleFor(c => c.WarningShare).InclusiveBetween(1, 100).WithMessage("Give a share of the target from 1 to 100 percent.");
        RuleFor(c => c.Steps).CustomAsync(new StepRules(db).CheckAsync);
    }

    private const string TargetProblem = "Give a time from 1 minute to 366 days, or leave it blank.";

    private static bool IsTarget(int? minutes) => minutes is null or (>= 1 and <= LongestMinutes);
}

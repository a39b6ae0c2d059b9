using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Inbox.Core.Tags;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>What must hold before a rule is saved, or tried.</summary>
internal sealed class SaveRoutingRuleValidator : AbstractValidator<SaveRoutingRule.Command>
{
    private const int MostGroups = 10;
    private const int MostConditions = 20;

    public SaveRoutingRuleValidator(InboxDb db, Rulebook rulebook)
    {
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.Conditions.Groups).Must(g => g.Count <= MostGroups).WithMessage($"Keep it under {MostGroups} groups.");
        RuleForEach(c => c.Conditions.Groups).ChildRules(group =>
        {
            group.RuleFor(g => g.Conditions).Must(c => c.Count <= MostConditions).WithMessage($"Keep a group under {MostConditions} conditions.");
            group.RuleForEach(g => g.Conditions).SetValidator(new ConditionRules(db));
        });
        RuleFor(c => c.Actions).SetValidator(new ActionRules(db, rulebook));
    }

    private sealed class ActionRules : AbstractValidator<RuleActions>
    {
        public ActionRules(InboxDb db, Rulebook rulebook)
        {
            RuleFor(a => a.DepartmentId).Cascade(CascadeMode.Stop)
                .Must((a, _) => a.DoesSomething)
                .WithMessage("This rule would do nothing: choose a department, a person, a priority, a tag, a promise, or what becomes of the message.")
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.");
            RuleFor(a => a.SlaPolicyId)
                .MustAsync(async (id, ct) => id is null || await db.SlaPolicies.AnyAsync(p => p.Id == id, ct))
                .WithMessage("This policy is no longer there. Choose another.");
            RuleFor(a => a.PersonId)
                .MustAsync((a, id, ct) => db.Users.AnyAsync(u => u.Id == id && u.DisabledAt == null
                    && (a.DepartmentId == null || u.Departments.Any(d => d.DepartmentId == a.DepartmentId)), ct))
                .When(a => a.AssignBy == AssignBy.Person)
                .WithMessage("Choose somebody who is a member of that department.");
            RuleFor(a => a.Skill).Cascade(CascadeMode.Stop)
                .Must(s => !string.IsNullOrWhiteSpace(s)).When(a => a.AssignBy == AssignBy.Skill, ApplyConditionTo.CurrentValidator).WithMessage("Name the skill, as it stands on people's pages.")
                .MaximumLength(40).WithMessage("Keep the skill under 40 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The skill has characters that cannot be kept. Type it again.");
            RuleFor(a => a.Tags).MayBeGiven(rulebook);
            RuleFor(a => a.FollowerIds).Cascade(CascadeMode.Stop)
                .Must(ids => ids.Count <= 20).WithMessage("Keep it under 20 followers.")
                .MustAsync(async (ids, ct) => await db.Users.CountAsync(u => ids.Contains(u.Id) && u.DisabledAt == null, ct) == ids.Distinct().Count())
                .WithMessage("One of these people has left. Choose others.");
        }
    }
}

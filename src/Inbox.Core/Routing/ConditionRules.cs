using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>What a condition of each kind needs.</summary>
internal sealed class ConditionRules : AbstractValidator<RuleCondition>
{
    private const int LongestPattern = 500;

    public ConditionRules(InboxDb db)
    {
        RuleFor(c => c.Kind).IsInEnum().WithMessage("Choose what the condition looks at.");
        RuleFor(c => c.Values).Cascade(CascadeMode.Stop)
            .Must(v => v.Count <= 100).WithMessage("Keep it under 100 entries.")
            .Must(v => v.All(SettingsRules.IsStorable)).WithMessage("There are characters that cannot be kept. Type it again.")
            .Must((c, v) => c.Kind == ConditionKind.Attachment || v.Any(e => e.Trim().Length > 0)).WithMessage(c => Missing(c.Kind))
            .Must((c, v) => v.All(e => e.Length <= (c.Kind == ConditionKind.Pattern ? LongestPattern : 100)))
            .WithMessage(c => c.Kind == ConditionKind.Pattern ? $"Keep the pattern under {LongestPattern} characters." : "Keep each entry under 100 characters.")
            .When(c => TakesValues(c.Kind));
        RuleFor(c => c.Values)
            .Must(v => v.Count != 1 || TimedPattern.TryCompile(v[0], out _) is not null)
            .When(c => c.Kind == ConditionKind.Pattern)
            .WithMessage(c => $"This is no regular expression: {Wrong(c.Values[0])}");
        RuleFor(c => c.Values)
            .Must(v => v.Count == 1 && Languages.Names.ContainsKey(v[0]))
            .When(c => c.Kind == ConditionKind.Language && c.Values.Count > 0)
            .WithMessage("Choose one of the languages in the list.");
        RuleFor(c => c.Tone).NotNull().When(c => c.Kind == ConditionKind.Tone).WithMessage("Choose a tone.");
        RuleFor(c => c.Id).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Choose a channel.")
            .MustAsync(async (id, ct) => await db.Channels.AnyAsync(c => c.Id == id, ct)).WithMessage("This channel is no longer there. Choose another.")
            .When(c => c.Kind == ConditionKind.Channel);
        RuleFor(c => c.Id).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Choose a calendar.")
            .MustAsync(async (id, ct) => await db.Calendars.AnyAsync(c => c.Id == id, ct)).WithMessage("This calendar is no longer there. Choose another.")
            .When(c => c.Kind == ConditionKind.Hours);
        RuleFor(c => c.Number).Cascade(CascadeMode.Stop)
            .Must(n => n > 0).When(c => c.Kind == ConditionKind.Reach, ApplyConditionTo.CurrentValidator).WithMessage("Give a number of readers above 0.")
            .InclusiveBetween(1, CustomerPast.Most).When(c => c.Kind == ConditionKind.EarlierCases, ApplyConditionTo.CurrentValidator).WithMessage($"Give a number of cases from 1 to {CustomerPast.Most}.")
            .NotNull().When(c => c.Kind == ConditionKind.EarlierCases, ApplyConditionTo.CurrentValidator).WithMessage($"Give a number of cases from 1 to {CustomerPast.Most}.");
        RuleFor(c => c.Days).InclusiveBetween(1, 3650).When(c => c.Kind == ConditionKind.EarlierCases).WithMessage("Give a number of days from 1 to 3650, or leave it blank for ever.");
    }

    public static bool TakesValues(ConditionKind kind) => kind is ConditionKind.Sender or ConditionKind.Recipient or ConditionKind.Words or ConditionKind.Pattern
        or ConditionKind.Language or ConditionKind.Tag or ConditionKind.CustomerGroup or ConditionKind.Attachment;

    private static string Missing(ConditionKind kind) => kind switch
    {
        ConditionKind.Sender or ConditionKind.Recipient => "Give an address, a part of one, or a domain after an at sign.",
        ConditionKind.Words => "Give a word or a phrase.",
        ConditionKind.Pattern => "Give a regular expression.",
        ConditionKind.Language => "Choose one of the languages in the list.",
        ConditionKind.Tag => "Give a tag.",
        _ => "Give a group.",
    };

    private static string Wrong(string pattern)
    {
        TimedPattern.TryCompile(pattern, out var error);
        return error ?? "";
    }
}

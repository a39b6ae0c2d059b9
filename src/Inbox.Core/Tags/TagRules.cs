using FluentValidation;

namespace Inbox.Core.Tags;

internal static class TagRules
{
    /// <summary>Few, short, storable, and on the list where only those are given.</summary>
    public static IRuleBuilderOptionsConditions<T, TTags> MayBeGiven<T, TTags>(this IRuleBuilderInitial<T, TTags> rule, Rulebook rulebook)
        where TTags : IReadOnlyList<string> =>
        rule.Cascade(CascadeMode.Stop)
            .Must(tags => tags.Count <= 10).WithMessage("Keep it under 10 tags.")
            .Must(tags => tags.All(t => t.Length <= Tag.LongestName)).WithMessage($"Keep each tag under {Tag.LongestName} characters.")
            .Must(tags => tags.All(Settings.SettingsRules.IsStorable)).WithMessage("A tag has characters that cannot be kept. Type it again.")
            .CustomAsync(async (tags, context, ct) =>
            {
                if ((await rulebook.GetAsync(ct)).Tags.Refusal(tags, []) is { } refused)
                {
                    context.AddFailure(refused.Message);
                }
            });
}

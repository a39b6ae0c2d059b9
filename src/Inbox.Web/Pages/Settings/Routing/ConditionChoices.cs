using Inbox.Core.Routing;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>What the selects of a condition offer.</summary>
internal static class ConditionChoices
{
    public static IReadOnlyList<SelectListItem> Kinds { get; } =
    [
        Item(ConditionKind.Words, "Words"), Item(ConditionKind.Pattern, "Pattern"), Item(ConditionKind.Sender, "Sender"), Item(ConditionKind.Recipient, "Recipient"),
        Item(ConditionKind.Channel, "Channel"), Item(ConditionKind.Language, "Language"), Item(ConditionKind.Tone, "Tone"), Item(ConditionKind.Reach, "Reach"),
        Item(ConditionKind.CustomerGroup, "Customer group"), Item(ConditionKind.KnownCustomer, "Known customer"), Item(ConditionKind.EarlierCases, "Earlier cases"),
        Item(ConditionKind.Attachment, "Files"), Item(ConditionKind.Tag, "Tags"), Item(ConditionKind.Hours, "Hours"),
    ];

    public static IReadOnlyList<SelectListItem> Languages { get; } = [.. Core.Routing.Languages.Names.OrderBy(l => l.Value, StringComparer.Ordinal).Select(l => new SelectListItem(l.Value, l.Key))];

    public static IReadOnlyList<SelectListItem> Tones { get; } = [.. Enum.GetNames<Tone>().Select(t => new SelectListItem(t.ToLowerInvariant(), t))];

    public static IReadOnlyList<SelectListItem> Where { get; } =
        [new("subject or text", nameof(RuleWordsIn.SubjectOrBody)), new("subject", nameof(RuleWordsIn.Subject)), new("text", nameof(RuleWordsIn.Body))];

    public static IReadOnlyList<SelectListItem> AssignWays { get; } =
    [
        Way(AssignBy.Nobody, "Nobody: it waits in Unassigned"), Way(AssignBy.RoundRobin, "Whose turn it is"), Way(AssignBy.LeastLoaded, "Who has the fewest open cases"),
        Way(AssignBy.LastAgent, "Who answered this customer last"), Way(AssignBy.Skill, "Who has the skill"), Way(AssignBy.Person, "One person"),
    ];

    public static IReadOnlyList<SelectListItem> Fates { get; } =
    [
        new("Opens a case", nameof(RuleFate.Opens)), new("Is held until somebody lets it in", nameof(RuleFate.Held)), new("Is spam", nameof(RuleFate.Spam)),
    ];

    /// <summary>How "it is so" and "it is not so" read for this kind.</summary>
    public static IReadOnlyList<SelectListItem> Verbs(ConditionKind kind)
    {
        var (yes, no) = kind switch
        {
            ConditionKind.Words => ("contains", "does not contain"),
            ConditionKind.Pattern => ("fits", "does not fit"),
            ConditionKind.Reach or ConditionKind.EarlierCases => ("at least", "fewer than"),
            ConditionKind.KnownCustomer => ("has had a case before", "never had a case before"),
            ConditionKind.Attachment => ("with a file", "without a file"),
            ConditionKind.Hours => ("within", "outside"),
            _ => ("is", "is not"),
        };
        return [new(yes, "false"), new(no, "true")];
    }

    private static SelectListItem Item(ConditionKind kind, string words) => new(words, kind.ToString());

    private static SelectListItem Way(AssignBy way, string words) => new(words, way.ToString());
}

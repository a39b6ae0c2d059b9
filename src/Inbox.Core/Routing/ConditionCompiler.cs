using System.Globalization;

namespace Inbox.Core.Routing;

/// <summary>Makes of each condition a question to a message: why it holds, in words, or null.</summary>
internal sealed class ConditionCompiler(long ruleId, Vocabulary words, Rules rules)
{
    /// <summary>Cheap questions are asked first, so that most messages never meet a pattern.</summary>
    public static int CostOf(RuleCondition condition) => condition.Kind switch
    {
        ConditionKind.Pattern => 2,
        ConditionKind.Language or ConditionKind.Tone => 1,
        _ => 0,
    };

    public Func<MessageLook, string?> Compile(RuleCondition condition) => condition.Kind switch
    {
        ConditionKind.Channel => Channel(condition),
        ConditionKind.Sender => Answer(condition, look => Address(condition, [look.Facts.Sender]) is { } found ? $"the sender is “{found}”" : null, $"the sender is not {Listed(condition)}"),
        ConditionKind.Recipient => Answer(condition, look => Address(condition, look.Facts.Recipients) is { } found ? $"it is addressed to “{found}”" : null, $"it is not addressed to {Listed(condition)}"),
        ConditionKind.Words => Phrases(condition),
        ConditionKind.Pattern => Pattern(condition),
        ConditionKind.Language => Language(condition),
        ConditionKind.Tone => Answer(condition, look => look.Tone.Tone == condition.Tone ? $"the tone is {Word(condition.Tone)}{look.Tone.Because}" : null, $"the tone is not {Word(condition.Tone)}"),
        ConditionKind.Tag => Answer(condition, look => condition.Values.FirstOrDefault(t => look.Tags.Contains(t, StringComparer.OrdinalIgnoreCase)) is { } tag ? $"it is tagged “{tag}”" : null, $"it is not tagged {Listed(condition)}"),
        ConditionKind.Reach => Answer(condition, look => look.Facts.Reach >= condition.Number ? string.Create(CultureInfo.InvariantCulture, $"it reaches {look.Facts.Reach:N0} readers") : null, string.Create(CultureInfo.InvariantCulture, $"it reaches fewer than {condition.Number:N0} readers")),
        ConditionKind.CustomerGroup => Answer(condition, look => condition.Values.FirstOrDefault(g => string.Equals(g, look.Facts.CustomerGroup, StringComparison.OrdinalIgnoreCase)) is { } group ? $"the customer is {group}" : null, $"the customer is not {Listed(condition)}"),
        ConditionKind.KnownCustomer => Answer(condition, look => look.Facts.EarlierCases.Count > 0 ? "the customer has had a case before" : null, "the customer has never had a case before"),
        ConditionKind.EarlierCases => EarlierCases(condition),
        ConditionKind.Attachment => Attachment(condition),
        ConditionKind.Hours => Hours(condition),
        _ => throw new InvalidOperationException($"A rule has a condition of the unknown kind {condition.Kind}."),
    };

    private static Func<MessageLook, string?> Answer(RuleCondition condition, Func<MessageLook, string?> why, string whyNot) =>
        condition.Not ? look => why(look) is null ? whyNot : null : why;

    private Func<MessageLook, string?> Channel(RuleCondition condition)
    {
        var name = condition.Id is { } id && rules.Channels.TryGetValue(id, out var channel) ? channel.Name : "a channel that is gone";
        return Answer(condition, look => look.Facts.ChannelId == condition.Id ? $"it came through {name}" : null, $"it did not come through {name}");
    }

    private static string? Address(RuleCondition condition, IReadOnlyList<string> addresses)
    {
        foreach (var value in condition.Values)
        {
            foreach (var address in addresses)
            {
                // A whole domain: "@shop.example" is not meant to find "@shop.example.net".
                if (value.StartsWith('@') && value.Contains('.', StringComparison.Ordinal) ? address.EndsWith(value, StringComparison.OrdinalIgnoreCase) : address.Contains(value, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return null;
    }

    private Func<MessageLook, string?> Phrases(RuleCondition condition)
    {
        var phrases = condition.Values.Select(words.Add).ToArray();
        return Answer(condition, Find, $"{Where(condition.In)} does not contain {Listed(condition)}");

        string? Find(MessageLook look)
        {
            foreach (var phrase in phrases)
            {
                if (condition.In != RuleWordsIn.Body && look.SubjectWords.Has(phrase))
                {
                    return $"the subject contains “{phrase.Text}”";
                }

                if (condition.In != RuleWordsIn.Subject && look.BodyWords.Has(phrase))
                {
                    return $"the text contains “{phrase.Text}”";
                }
            }

            return null;
        }
    }

    private Func<MessageLook, string?> Pattern(RuleCondition condition)
    {
        var text = condition.Values.Count > 0 ? condition.Values[0] : "";
        if (TimedPattern.TryCompile(text, out _) is not { } pattern)
        {
            // Saving refuses such a pattern; a newer .NET may yet think otherwise, and mail must still be filed.
            return _ => null;
        }

        return look =>
        {
            foreach (var (part, name, where) in new[] { (look.Facts.Subject, "the subject", RuleWordsIn.Body), (look.Body, "the text", RuleWordsIn.Subject) })
            {
                if (condition.In == where)
                {
                    continue;
                }

                if (pattern.Find(part, look.Budget) is not { } found)
                {
                    // Unknown is neither "is" nor "is not".
                    look.Slow.Add(new SlowPattern(ruleId, text));
                    return null;
                }

                if (found.Length > 0)
                {
                    return condition.Not ? null : $"{name} has “{found.Trim()}”, which fits the pattern {text}";
                }
            }

            return condition.Not ? $"{Where(condition.In)} does not fit the pattern {text}" : null;
        };
    }

    private static Func<MessageLook, string?> Language(RuleCondition condition)
    {
        var code = condition.Values.Count > 0 ? condition.Values[0] : "";
        var name = Languages.Names.GetValueOrDefault(code, code);
        return Answer(
            condition,
            look => look.Language.Code == code ? string.Create(CultureInfo.InvariantCulture, $"it is written in {name} ({look.Language.Sure} % sure)") : null,
            $"it is not written in {name}");
    }

    private static Func<MessageLook, string?> EarlierCases(RuleCondition condition)
    {
        var (least, within) = (condition.Number ?? 1, condition.Days is { } days ? string.Create(CultureInfo.InvariantCulture, $" in the last {days} days") : "");
        return Answer(
            condition,
            look => Count(look.Facts) is var count && count >= least ? $"the customer has {Cases(count)}{within}" : null,
            string.Create(CultureInfo.InvariantCulture, $"the customer has fewer than {least} earlier cases{within}"));

        int Count(RoutingFacts facts) => condition.Days is { } most
            ? facts.EarlierCases.Count(opened => opened > facts.At.AddDays(-most))
            : facts.EarlierCases.Count;

        static string Cases(int count) => count == 1 ? "1 earlier case" : string.Create(CultureInfo.InvariantCulture, $"{count} earlier cases");
    }

    private static Func<MessageLook, string?> Attachment(RuleCondition condition) =>
        condition.Values.Count == 0
            ? Answer(condition, look => look.Facts.Files.Count > 0 ? "a file came with it" : null, "no file came with it")
            : Answer(
                condition,
                look => condition.Values.FirstOrDefault(kind => look.Facts.Files.Any(f => IsOf(f, kind))) is { } found ? $"a file of the kind “{found}” came with it" : null,
                $"no file of the kind {Listed(condition)} came with it");

    private static bool IsOf(RoutingFile file, string kind) =>
        file.Name.EndsWith("." + kind.TrimStart('.'), StringComparison.OrdinalIgnoreCase)
        || file.ContentType.StartsWith(kind + "/", StringComparison.OrdinalIgnoreCase)
        || string.Equals(file.ContentType, kind, StringComparison.OrdinalIgnoreCase);

    private Func<MessageLook, string?> Hours(RuleCondition condition)
    {
        if (condition.Id is not { } id || !rules.Calendars.TryGetValue(id, out var calendar))
        {
            return _ => null;
        }

        var hours = rules.Hours(id);
        return Answer(condition, look => hours.IsOpen(look.Facts.At) ? $"it came within {calendar.Name}" : null, $"it came outside {calendar.Name}");
    }

    private static string Where(RuleWordsIn where) => where switch
    {
        RuleWordsIn.Subject => "the subject",
        RuleWordsIn.Body => "the text",
        _ => "subject or text",
    };

    private static string Word(Tone? tone) => tone?.ToString().ToLowerInvariant() ?? "";

    private static string Listed(RuleCondition condition) => string.Join(" or ", condition.Values.Select(v => $"“{v}”"));
}

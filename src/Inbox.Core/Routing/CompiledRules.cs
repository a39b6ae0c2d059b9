namespace Inbox.Core.Routing;

/// <summary>Rules made ready to be tried: words gathered, patterns compiled, names looked up. Made once for a reading of the settings.</summary>
public sealed class CompiledRules
{
    private readonly Vocabulary _words = new();

    /// <param name="inOrder">In the order in which they are tried; their places are the numbers that reasons name.</param>
    /// <param name="rules">Names and hours.</param>
    public CompiledRules(IReadOnlyList<RoutingRule> inOrder, Rules rules)
    {
        Rules = [.. inOrder.Select((rule, i) => new CompiledRule(rule, i + 1, _words, rules))];
        AsksEarlierCases = inOrder.SelectMany(r => r.Conditions.Groups).SelectMany(g => g.Conditions)
            .Any(c => c.Kind is ConditionKind.EarlierCases or ConditionKind.KnownCustomer);
    }

    internal IReadOnlyList<CompiledRule> Rules { get; }

    /// <summary>Some rule wants to know the customer's earlier cases; else nobody need look them up.</summary>
    public bool AsksEarlierCases { get; }

    internal MessageLook Look(RoutingFacts facts) => new(facts, _words);
}

internal sealed class CompiledRule
{
    private readonly Func<MessageLook, string?> _why;

    public CompiledRule(RoutingRule rule, int number, Vocabulary words, Rules rules)
    {
        Rule = rule;
        Number = number;
        var compiler = new ConditionCompiler(rule.Id, words, rules);
        _why = Join(rule.Conditions.Match, rule.Conditions.Groups
            .Where(g => g.Conditions.Count > 0)
            .Select(g => Join(g.Match, g.Conditions.OrderBy(ConditionCompiler.CostOf).Select(compiler.Compile))));
    }

    public RoutingRule Rule { get; }

    public int Number { get; }

    /// <summary>Why the rule takes the message, or null when it does not.</summary>
    public string? Why(MessageLook look) => _why(look) is { } why ? $"rule {Number} “{Rule.Name}” because {why}" : null;

    private static Func<MessageLook, string?> Join(RuleMatch match, IEnumerable<Func<MessageLook, string?>> parts)
    {
        var all = parts.ToArray();
        return all switch
        {
            [] => static _ => "it takes everything",
            [var only] => only,
            _ when match == RuleMatch.Any => look =>
            {
                foreach (var part in all)
                {
                    if (part(look) is { } why)
                    {
                        return why;
                    }
                }

                return null;
            },
            _ => look => AllOf(all, look),
        };
    }

    private static string? AllOf(Func<MessageLook, string?>[] parts, MessageLook look)
    {
        var reasons = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i](look) is not { } why)
            {
                return null;
            }

            reasons[i] = why;
        }

        return string.Join(" and ", reasons);
    }
}

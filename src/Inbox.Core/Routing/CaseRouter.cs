using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Routing;

/// <summary>Finds where a new case goes: by the rules, else by what past cases taught. Pure; who of a department gets it is for <see cref="Workload"/> to say.</summary>
public static class CaseRouter
{
    public static RoutingDecision Route(Rules rules, RoutingFacts facts) => Route(rules, rules.Router, facts);

    /// <summary>As <paramref name="routing"/> decides, which may be other rules than those at work.</summary>
    public static RoutingDecision Route(Rules rules, CompiledRules routing, RoutingFacts facts)
    {
        var look = routing.Look(facts);
        var taken = new List<RoutingRule>();
        var reasons = new List<string>();
        foreach (var compiled in routing.Rules)
        {
            if (compiled.Why(look) is not { } why)
            {
                continue;
            }

            taken.Add(compiled.Rule);
            reasons.Add(why);
            look.Tags.AddRange(compiled.Rule.Tags);
            if (!compiled.Rule.GoesOn || compiled.Rule.Fate != RuleFate.Opens)
            {
                break;
            }
        }

        return Decide(rules, facts, look, taken, reasons);
    }

    private static RoutingDecision Decide(Rules rules, RoutingFacts facts, MessageLook look, List<RoutingRule> taken, List<string> reasons)
    {
        var channel = rules.Channels[facts.ChannelId];
        var chooses = taken.Find(r => r.DepartmentId is not null) ?? taken.Find(r => !r.GoesOn || r.Fate != RuleFate.Opens);
        var target = chooses?.DepartmentId ?? channel.DepartmentId;
        var offered = target != channel.DepartmentId && rules.Departments[target].External;
        var decision = new RoutingDecision(
            offered ? channel.DepartmentId : target,
            offered ? target : null,
            taken.Find(r => r.Priority is not null)?.Priority,
            [.. look.Tags.Skip(facts.Tags.Count).Distinct(StringComparer.OrdinalIgnoreCase)],
            chooses?.Id,
            string.Join("; ", reasons))
        {
            By = RoutedBy.Rule,
            RuleIds = [.. taken.Select(r => r.Id)],
            SlaPolicyId = taken.Find(r => r.SlaPolicyId is not null)?.SlaPolicyId,
            FollowerIds = [.. taken.SelectMany(r => r.FollowerIds).Distinct()],
            Fate = taken.Count > 0 ? taken[^1].Fate : RuleFate.Opens,
            Slow = look.Slow,
        };
        if (chooses is null)
        {
            var byChannel = decision with { By = RoutedBy.Channel, Reason = $"{channel.Name} belongs to {rules.Departments[channel.DepartmentId].Name}" };
            decision = LearntRouting.Refine(rules, facts, byChannel);
            decision = decision with { Reason = string.Join("; ", [.. reasons, decision.Reason]) };
        }

        // Who accepts an offer gets the case by that.
        return decision.OfferToId is null && taken.Find(r => r.AssignBy != AssignBy.Nobody) is { } assigns
            ? decision with { Assignment = new Assignment(assigns.AssignBy, assigns.PersonId, assigns.Skill) }
            : decision;
    }

    /// <summary>The word or phrase stands there whole, whatever its case.</summary>
    public static bool ContainsWord(string text, string word)
    {
        if (word.Length == 0)
        {
            return false;
        }

        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var startsWord = at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(word[0]);
            var end = at + word.Length;
            if (startsWord && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(word[^1])))
            {
                return true;
            }
        }

        return false;
    }
}

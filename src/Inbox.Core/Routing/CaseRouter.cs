using Inbox.Core.Cases;

namespace Inbox.Core.Routing;

/// <summary>What the router looks at.</summary>
public sealed record RoutingFacts(long ChannelId, string Subject, string Body, string Sender, long Reach);

/// <summary>Where a new case goes and why, in words.</summary>
/// <param name="OfferToId">A contractor the case is offered to; the channel's department owns meanwhile.</param>
public sealed record RoutingDecision(long DepartmentId, long? OfferToId, Priority? Priority, IReadOnlyList<string> Tags, long? RuleId, string Reason);

/// <summary>Finds the department of a new case. Pure.</summary>
public static class CaseRouter
{
    private const int ReadsUpTo = 100_000;

    public static RoutingDecision Route(Rules rules, RoutingFacts facts)
    {
        var channel = rules.Channels[facts.ChannelId];
        var body = facts.Body.Length > ReadsUpTo ? facts.Body[..ReadsUpTo] : facts.Body;
        for (var i = 0; i < rules.Routing.Count; i++)
        {
            var rule = rules.Routing[i];
            if (Match(rule, facts, body, channel.Name) is { } because)
            {
                var target = rule.DepartmentId ?? channel.DepartmentId;
                var offered = target != channel.DepartmentId && rules.Departments[target].External;
                return new RoutingDecision(
                    offered ? channel.DepartmentId : target,
                    offered ? target : null,
                    rule.Priority,
                    rule.Tags,
                    rule.Id,
                    $"rule {i + 1} “{rule.Name}” because {because}");
            }
        }

        return new RoutingDecision(channel.DepartmentId, null, null, [], null, $"{channel.Name} belongs to {rules.Departments[channel.DepartmentId].Name}");
    }

    /// <summary>Why the rule matches, or null.</summary>
    private static string? Match(RoutingRule rule, RoutingFacts facts, string body, string channelName)
    {
        var reasons = new List<string>(4);
        if (rule.ChannelId is { } channelId)
        {
            if (channelId != facts.ChannelId)
            {
                return null;
            }

            reasons.Add($"it came through {channelName}");
        }

        if (rule.Words.Length > 0)
        {
            if (MatchWords(rule, facts.Subject, body) is not { } found)
            {
                return null;
            }

            reasons.Add(found);
        }

        if (!string.IsNullOrEmpty(rule.Sender))
        {
            if (!facts.Sender.Contains(rule.Sender, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            reasons.Add($"the sender is “{rule.Sender}”");
        }

        if (rule.MinReach is { } reach)
        {
            if (facts.Reach < reach)
            {
                return null;
            }

            reasons.Add($"it reaches {facts.Reach:N0} readers");
        }

        return reasons.Count == 0 ? "it takes everything" : string.Join(" and ", reasons);
    }

    private static string? MatchWords(RoutingRule rule, string subject, string body)
    {
        foreach (var word in rule.Words)
        {
            if (rule.WordsIn != RuleWordsIn.Body && ContainsWord(subject, word))
            {
                return $"the subject contains “{word}”";
            }

            if (rule.WordsIn != RuleWordsIn.Subject && ContainsWord(body, word))
            {
                return $"the text contains “{word}”";
            }
        }

        return null;
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

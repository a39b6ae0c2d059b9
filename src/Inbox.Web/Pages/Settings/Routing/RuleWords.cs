using System.Globalization;
using Inbox.Core;
using Inbox.Core.Routing;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>Rules as sentences.</summary>
/// <param name="rules">Names of channels, calendars and departments.</param>
/// <param name="people">Names of agents.</param>
internal sealed class RuleWords(Rules rules, IReadOnlyDictionary<long, string> people)
{
    public string When(RuleConditions conditions)
    {
        var groups = conditions.Groups.Where(g => g.Conditions.Count > 0).Select(g => (Words: Group(g), Several: g.Conditions.Count > 1)).ToList();
        return groups.Count switch
        {
            0 => "Always",
            1 => "When " + groups[0].Words,
            _ => "When " + string.Join(conditions.Match == RuleMatch.All ? " and " : " or ", groups.Select(g => g.Several ? $"({g.Words})" : g.Words)),
        };
    }

    public string Then(RoutingRule rule)
    {
        var acts = new List<string>();
        if (rule.Fate == RuleFate.Held)
        {
            acts.Add("hold it");
        }

        if (rule.Fate == RuleFate.Spam)
        {
            acts.Add("take it for spam");
        }

        if (rule.DepartmentId is { } id)
        {
            acts.Add((rules.Departments[id].External ? "offer it to " : "send it to ") + rules.Departments[id].Name);
        }

        if (rule.AssignBy != AssignBy.Nobody)
        {
            acts.Add("give it to " + Whom(new Assignment(rule.AssignBy, rule.PersonId, rule.Skill)));
        }

        if (rule.Priority is { } priority)
        {
            acts.Add($"make it {priority}");
        }

        if (rule.Tags.Length > 0)
        {
            acts.Add("tag it " + string.Join(", ", rule.Tags));
        }

        if (rules.Policy(rule.SlaPolicyId) is { } policy)
        {
            acts.Add($"promise “{policy.Name}”");
        }

        if (rule.FollowerIds.Length > 0)
        {
            acts.Add("let " + string.Join(" and ", rule.FollowerIds.Select(Person)) + " follow it");
        }

        return string.Join(", ", acts) + (rule.GoesOn ? "; then go on with the next rules" : "");
    }

    public string Whom(Assignment? assignment) => assignment?.By switch
    {
        null or AssignBy.Nobody => "nobody",
        AssignBy.RoundRobin => "the one whose turn it is",
        AssignBy.LeastLoaded => "the one with the fewest open cases",
        AssignBy.LastAgent => "the one who answered the customer last",
        AssignBy.Skill => $"the one who knows “{assignment.Skill}”",
        _ => assignment.PersonId is { } id ? Person(id) : "nobody",
    };

    private string Person(long id) => people.GetValueOrDefault(id, "somebody who has left");

    private string Group(RuleGroup group) => string.Join(group.Match == RuleMatch.All ? " and " : " or ", group.Conditions.Select(Condition));

    private string Condition(RuleCondition c)
    {
        var (not, listed) = (c.Not ? " not" : "", string.Join(" or ", c.Values.Select(v => $"“{v}”")));
        return c.Kind switch
        {
            ConditionKind.Channel => $"it {(c.Not ? "does not come" : "comes")} through {(c.Id is { } id && rules.Channels.TryGetValue(id, out var channel) ? channel.Name : "a channel that is gone")}",
            ConditionKind.Sender => $"the sender is{not} {listed}",
            ConditionKind.Recipient => $"it is{not} addressed to {listed}",
            ConditionKind.Words => $"{Where(c.In)} {(c.Not ? "does not contain" : "contains")} {listed}",
            ConditionKind.Pattern => $"{Where(c.In)} {(c.Not ? "does not fit" : "fits")} the pattern {string.Join("", c.Values)}",
            ConditionKind.Language => $"it is{not} written in {(c.Values.Count > 0 ? Languages.Names.GetValueOrDefault(c.Values[0], c.Values[0]) : "")}",
            ConditionKind.Tone => $"the tone is{not} {c.Tone?.ToString().ToLowerInvariant()}",
            ConditionKind.Tag => $"it is{not} tagged {listed}",
            ConditionKind.Reach => string.Create(CultureInfo.InvariantCulture, $"{(c.Not ? "fewer than" : "at least")} {c.Number:N0} people read it"),
            ConditionKind.CustomerGroup => $"the customer is{not} {string.Join(" or ", c.Values)}",
            ConditionKind.KnownCustomer => $"the customer {(c.Not ? "never had a case" : "has had a case")} before",
            ConditionKind.EarlierCases => string.Create(CultureInfo.InvariantCulture, $"the customer has {(c.Not ? "fewer than" : "at least")} {c.Number} earlier {(c.Number == 1 ? "case" : "cases")}{(c.Days is { } days ? $" in the last {days} days" : "")}"),
            ConditionKind.Attachment => $"{(c.Not ? "no" : "a")} file{(listed.Length > 0 ? " of the kind " + listed : "")} comes with it",
            ConditionKind.Hours => $"it comes {(c.Not ? "outside" : "within")} {(c.Id is { } id && rules.Calendars.TryGetValue(id, out var calendar) ? calendar.Name : "a calendar that is gone")}",
            _ => throw new InvalidOperationException($"Unknown condition {c.Kind}."),
        };
    }

    private static string Where(RuleWordsIn where) => where switch { RuleWordsIn.Subject => "the subject", RuleWordsIn.Body => "the text", _ => "subject or text" };
}

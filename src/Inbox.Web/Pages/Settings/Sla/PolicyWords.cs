using System.Globalization;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Sla;

/// <summary>The conditions of a policy, and what a case has instead, as a person says them.</summary>
internal static class PolicyWords
{
    /// <summary>"Cases from Support mail, of priority High", or "Every case".</summary>
    public static string When(SlaPolicy policy, Rules rules)
    {
        var given = policy.Conditions().Select(c => Condition(policy, c, rules)).ToList();
        return given.Count == 0 ? "Every case" : "Cases " + string.Join(", ", given);
    }

    public static string Condition(SlaPolicy policy, PolicyCondition condition, Rules rules) => condition switch
    {
        PolicyCondition.Channel => "from " + (rules.Channels.GetValueOrDefault(policy.ChannelId!.Value)?.Name ?? "a channel that is gone"),
        PolicyCondition.Department => "owned by " + (rules.Departments.GetValueOrDefault(policy.DepartmentId!.Value)?.Name ?? "a department that is gone"),
        PolicyCondition.Priority => $"of priority {policy.Priority}",
        PolicyCondition.Tag => $"tagged {policy.Tag}",
        PolicyCondition.Reach => string.Create(CultureInfo.InvariantCulture, $"read by {policy.MinReach:N0} or more"),
        PolicyCondition.CustomerGroup => $"of {policy.CustomerGroup} customers",
        _ => policy.External == true ? "owned by a contractor" : "owned inside the company",
    };

    /// <summary>What the case has where the condition looks.</summary>
    public static string Fact(PolicyCondition condition, Case found, string? customerGroup, Rules rules) => condition switch
    {
        PolicyCondition.Channel => "it came by " + rules.Channels[found.ChannelId].Name,
        PolicyCondition.Department => "it is owned by " + rules.Departments[found.DepartmentId].Name,
        PolicyCondition.Priority => $"its priority is {found.Priority}",
        PolicyCondition.Tag => found.Tags.Length == 0 ? "it has no tags" : "it is tagged " + string.Join(", ", found.Tags),
        PolicyCondition.Reach => string.Create(CultureInfo.InvariantCulture, $"{found.Reach:N0} read it"),
        PolicyCondition.CustomerGroup => customerGroup is null ? "its customer is in no group" : $"its customer is in {customerGroup}",
        _ => rules.Departments[found.DepartmentId].External ? "a contractor owns it" : "it is owned inside the company",
    };
}

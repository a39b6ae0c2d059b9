using Inbox.Core.Cases;
using Inbox.Core.Departments;

namespace Inbox.Core.Sla;

/// <summary>A condition of a policy.</summary>
public enum PolicyCondition { Channel, Department, Priority, Tag, Reach, CustomerGroup, External }

public sealed partial class SlaPolicy
{
    /// <summary>The conditions this policy has, in the order in which they are looked at.</summary>
    public IEnumerable<PolicyCondition> Conditions() => Enum.GetValues<PolicyCondition>().Where(condition => condition switch
    {
        PolicyCondition.Channel => ChannelId is not null,
        PolicyCondition.Department => DepartmentId is not null,
        PolicyCondition.Priority => Priority is not null,
        PolicyCondition.Tag => Tag is not null,
        PolicyCondition.Reach => MinReach is not null,
        PolicyCondition.CustomerGroup => CustomerGroup is not null,
        _ => External is not null,
    });

    /// <summary>Whether a condition that this policy has holds for a case.</summary>
    public bool Holds(PolicyCondition condition, Case @case, string? customerGroup, Department owner) => condition switch
    {
        PolicyCondition.Channel => ChannelId == @case.ChannelId,
        PolicyCondition.Department => DepartmentId == @case.DepartmentId,
        PolicyCondition.Priority => Priority == @case.Priority,
        PolicyCondition.Tag => @case.Tags.Contains(Tag, StringComparer.OrdinalIgnoreCase),
        PolicyCondition.Reach => @case.Reach >= MinReach,
        PolicyCondition.CustomerGroup => string.Equals(CustomerGroup, customerGroup, StringComparison.OrdinalIgnoreCase),
        _ => External == owner.External,
    };

    /// <summary>The first condition that does not hold; null when the policy fits.</summary>
    public PolicyCondition? FirstObstacle(Case @case, string? customerGroup, Department owner)
    {
        foreach (var condition in Conditions())
        {
            if (!Holds(condition, @case, customerGroup, owner))
            {
                return condition;
            }
        }

        return null;
    }
}

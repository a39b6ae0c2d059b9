using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Routing;

/// <summary>Sends new cases that meet its conditions to a department and a person, and sets what it knows better. The first match wins.</summary>
public sealed class RoutingRule : IOrdered
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Rules are tried in this order.</summary>
    public int Position { get; set; }

    public bool Enabled { get; set; } = true;

    public RuleConditions Conditions { get; set; } = new();

    /// <summary>Null leaves the case to the owner of its channel, or to a later rule.</summary>
    public long? DepartmentId { get; set; }

    public AssignBy AssignBy { get; set; }

    /// <summary>Whom <see cref="AssignBy.Person"/> names.</summary>
    public long? PersonId { get; set; }

    /// <summary>What <see cref="AssignBy.Skill"/> asks for.</summary>
    public string? Skill { get; set; }

    public Priority? Priority { get; set; }

    public string[] Tags { get; set; } = [];

    /// <summary>The promise, whatever the policies' own conditions say.</summary>
    public long? SlaPolicyId { get; set; }

    /// <summary>Agents who follow each case that it takes.</summary>
    public long[] FollowerIds { get; set; } = [];

    public RuleFate Fate { get; set; }

    /// <summary>The rules after this one are tried as well, for what this one leaves open.</summary>
    public bool GoesOn { get; set; }

    /// <summary>When one of its patterns last took too long; it counted as not found then.</summary>
    public DateTimeOffset? SlowAt { get; set; }

    public string? SlowPattern { get; set; }

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <summary>How a rule finds the one who looks after a case, among the members of its department who are here and have room.</summary>
public enum AssignBy
{
    Nobody,

    /// <summary>Whoever has waited longest for a case by a rule.</summary>
    RoundRobin,

    /// <summary>Whoever has the fewest open cases.</summary>
    LeastLoaded,

    /// <summary>Whoever answered this customer last.</summary>
    LastAgent,

    /// <summary>Whoever has the fewest open cases among those with the skill.</summary>
    Skill,

    Person,
}

/// <summary>What becomes of a message that a rule takes.</summary>
public enum RuleFate { Opens, Held, Spam }

using Inbox.Core.Cases;

namespace Inbox.Core.Routing;

/// <summary>What a rule does with what it takes.</summary>
public sealed record RuleActions
{
    public long? DepartmentId { get; init; }

    public AssignBy AssignBy { get; init; }

    public long? PersonId { get; init; }

    public string? Skill { get; init; }

    public Priority? Priority { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public long? SlaPolicyId { get; init; }

    public IReadOnlyList<long> FollowerIds { get; init; } = [];

    public RuleFate Fate { get; init; }

    public bool GoesOn { get; init; }

    /// <summary>Any of these is something to do.</summary>
    internal bool DoesSomething => DepartmentId is not null || AssignBy != AssignBy.Nobody || Priority is not null || Tags.Count > 0 || SlaPolicyId is not null || FollowerIds.Count > 0 || Fate != RuleFate.Opens;
}

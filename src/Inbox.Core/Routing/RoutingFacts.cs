namespace Inbox.Core.Routing;

/// <summary>What the router looks at: the message that opens a case, and what is known of its customer.</summary>
public sealed record RoutingFacts(long ChannelId, string Subject, string Body, string Sender, long Reach)
{
    /// <summary>Addresses in To and Cc.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<RoutingFile> Files { get; init; } = [];

    /// <summary>Tags that the case has before any rule.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? CustomerGroup { get; init; }

    /// <summary>When the customer's newest cases before this one opened, newest first, at most <see cref="CustomerPast.Most"/>. Looked up only where a rule asks.</summary>
    public IReadOnlyList<DateTimeOffset> EarlierCases { get; init; } = [];

    /// <summary>When the message came.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A file that came with the message; images that stand in its text are none.</summary>
public sealed record RoutingFile(string Name, string ContentType);

/// <summary>Where a new case goes and why, in words.</summary>
/// <param name="OfferToId">A contractor the case is offered to; the channel's department owns meanwhile.</param>
/// <param name="RuleId">The rule that chose the department, or ended the search without; null when none did.</param>
public sealed record RoutingDecision(long DepartmentId, long? OfferToId, Cases.Priority? Priority, IReadOnlyList<string> Tags, long? RuleId, string Reason)
{
    /// <summary>Null when no routing took place: a person chose, or a follow-up stays where the first case was.</summary>
    public RoutedBy? By { get; init; }

    /// <summary>Another department that the message reads like.</summary>
    public Suggestion? Suggestion { get; init; }

    /// <summary>Every rule that took the message, in order.</summary>
    public IReadOnlyList<long> RuleIds { get; init; } = [];

    /// <summary>Null leaves the choice to the policies' conditions.</summary>
    public long? SlaPolicyId { get; init; }

    /// <summary>How to find an assignee; who it is depends on the hour, so <see cref="Workload"/> chooses.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Agents who follow the case from its beginning.</summary>
    public IReadOnlyList<long> FollowerIds { get; init; } = [];

    public RuleFate Fate { get; init; }

    /// <summary>Patterns that took too long and counted as not found.</summary>
    public IReadOnlyList<SlowPattern> Slow { get; init; } = [];
}

public sealed record Assignment(AssignBy By, long? PersonId, string? Skill);

public sealed record SlowPattern(long RuleId, string Pattern);

using Inbox.Core.Routing;

namespace Inbox.Core.Cases;

/// <summary>What is known when a case opens.</summary>
public sealed record CaseOpening
{
    public required string Subject { get; init; }

    public required long ChannelId { get; init; }

    public required long DepartmentId { get; init; }

    public long? CustomerId { get; init; }

    public long? AssigneeId { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    public Visibility Visibility { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public long? RoutingRuleId { get; init; }

    public string RoutingReason { get; init; } = "";

    /// <summary>The policy that a routing rule set; null leaves the choice to the policies.</summary>
    public long? SlaPolicyId { get; init; }

    public RoutedBy? RoutedBy { get; init; }

    public Suggestion? Suggestion { get; init; }

    public long? FollowUpOfId { get; init; }

    public long? MayBelongToId { get; init; }

    /// <summary>When it began, for what is taken over from elsewhere; null is now.</summary>
    public DateTimeOffset? OpenedAt { get; init; }
}

namespace Inbox.Core.Routing.Learning;

/// <summary>A person moved a case that nobody had answered from the department to which routing had sent it. One a case: the last move counts.</summary>
public sealed class RoutingCorrection
{
    public required long CaseId { get; init; }

    public required RoutedBy RoutedBy { get; init; }

    /// <summary>Null unless a rule had chosen. The rule may be gone.</summary>
    public long? RuleId { get; init; }

    /// <summary>Where routing had sent it.</summary>
    public required long FromDepartmentId { get; init; }

    /// <summary>Where it belonged.</summary>
    public required long ToDepartmentId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long AgentId { get; init; }
}

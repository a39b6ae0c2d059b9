namespace Inbox.Core.Cases.Following;

/// <summary>An agent who hears what happens on a case without looking after it.</summary>
public sealed class CaseFollower
{
    public required long CaseId { get; init; }

    public required long AgentId { get; init; }

    public required DateTimeOffset At { get; init; }
}

namespace Inbox.Core.Sla;

/// <summary>A step that was taken. Unique per case, metric, cycle and position, so that it is taken once whichever node finds it.</summary>
public sealed class Escalation
{
    public required long CaseId { get; init; }

    public required SlaMetric Metric { get; init; }

    public required int Cycle { get; init; }

    /// <summary>See <see cref="EscalationStep.Position"/>.</summary>
    public required int Position { get; init; }

    public required EscalationAction Action { get; init; }

    /// <summary>When the step was owed.</summary>
    public required DateTimeOffset OwedAt { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }
}

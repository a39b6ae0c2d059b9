namespace Inbox.Core.Sla;

/// <summary>
/// One stretch over which a cycle ran without a change: what its consumed time is made of, and by which hours it was counted.
/// Written once, never changed; stretches of no length are left out.
/// </summary>
public sealed class SlaSegment
{
    public required long CaseId { get; init; }

    public required SlaMetric Metric { get; init; }

    public required int Cycle { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Null means around the clock.</summary>
    public long? CalendarId { get; init; }

    /// <summary>Working time between the two.</summary>
    public required TimeSpan Worked { get; init; }

    public required SegmentEnd Reason { get; init; }
}

/// <summary>Why a stretch ended. Restored: an answer was taken back, so the time since it counts after all.</summary>
public enum SegmentEnd { Paused, TermsChanged, HoursChanged, Stopped, Cancelled, Restored }

namespace Inbox.Core.Sla;

/// <summary>What a clock runs by: the promise of a policy for one metric and priority, on one calendar.</summary>
public sealed record ClockTerms(
    long? PolicyId,
    long? CalendarId,
    WorkingTime Hours,
    TimeSpan? Target,
    IReadOnlyList<EscalationStep> Steps);

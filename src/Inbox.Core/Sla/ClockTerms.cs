namespace Inbox.Core.Sla;

/// <summary>What a clock runs by: the promise of a policy for one metric and priority, on one calendar.</summary>
/// <param name="HoursVersion">Which edition of the calendar <paramref name="Hours"/> are.</param>
/// <param name="TermsVersion">Which edition of the policy the target is of.</param>
public sealed record ClockTerms(
    long? PolicyId,
    long? CalendarId,
    WorkingTime Hours,
    TimeSpan? Target,
    IReadOnlyList<EscalationStep> Steps,
    int HoursVersion = 0,
    int TermsVersion = 0);

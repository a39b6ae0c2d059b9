using Inbox.Core;
using Inbox.Core.Sla;
using Inbox.Web.Pages.Settings.Sla;

namespace Inbox.Web.Pages.Cases;

/// <summary>One cycle of a clock with all that is known of it, in words. Times are those of its case's zone.</summary>
internal sealed record ClockCycle(
    string Title,
    string Policy,
    string Calendar,
    string Started,
    string? Paused,
    string Used,
    string? Target,
    string? Due,
    string? Stopped,
    string Outcome,
    string Tone,
    IReadOnlyList<ClockCycle.Stretch> Stretches)
{
    /// <param name="Ended">Why it ended; what runs has no end yet.</param>
    internal sealed record Stretch(string From, string To, string Worked, string Calendar, string Ended);

    public static ClockCycle Of(SlaClock clock, IReadOnlyList<SlaSegment> segments, WorkingTime zone, Rules rules, bool why, DateTimeOffset now)
    {
        string At(DateTimeOffset at) => zone.ToLocal(at).ToString("ddd d MMM yyyy, HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var end = clock.StoppedAt ?? now;
        var ran = segments.Aggregate(TimeSpan.Zero, (sum, s) => sum + (s.EndedAt - s.StartedAt)) + (clock.ResumedAt is { } since ? now - since : TimeSpan.Zero);
        var still = end - clock.StartedAt - ran;
        var stretches = segments.Select(s => new Stretch(At(s.StartedAt), At(s.EndedAt), Shown.Duration(s.Worked), CalendarName(s.CalendarId, rules), Ended(s.Reason))).ToList();
        if (clock.ResumedAt is { } running)
        {
            stretches.Add(new Stretch(At(running), "now", Shown.Duration(rules.Hours(clock).Between(running, now)), CalendarName(clock.CalendarId, rules), "runs"));
        }

        var (outcome, tone) = OutcomeOf(clock, why, now);
        return new ClockCycle(
            clock.Cycle == 1 ? MetricWords.Title(clock.Metric) : FormattableString.Invariant($"{MetricWords.Title(clock.Metric)}, cycle {clock.Cycle}"),
            rules.Policy(clock.PolicyId)?.Name ?? "no policy",
            CalendarName(clock.CalendarId, rules),
            At(clock.StartedAt),
            still >= TimeSpan.FromSeconds(1) ? Shown.Duration(still) : null,
            Shown.Duration(clock.ConsumedAt(rules.Hours(clock), now)),
            clock.Target is { } target ? Shown.Duration(target) : null,
            (clock.BreachedAt ?? clock.DueAt) is var due && due < Clock.Never && clock.Target is not null ? At(due) : null,
            clock.StoppedAt is { } stopped ? At(stopped) : null,
            outcome,
            tone,
            stretches);
    }

    public static string CalendarName(long? id, Rules rules) =>
        id is null ? "around the clock" : rules.Calendars.GetValueOrDefault(id.Value)?.Name ?? "a calendar that is gone";

    private static (string Words, string Tone) OutcomeOf(SlaClock clock, bool why, DateTimeOffset now) => clock switch
    {
        { Outcome: SlaOutcome.Cancelled, BreachedAt: not null } => ($"cancelled when it was late{Because(clock, why)}", "late"),
        { Outcome: SlaOutcome.Cancelled } => ($"cancelled{Because(clock, why)}", ""),
        { Outcome: not null, Target: null } => ("measured, nothing was promised", ""),
        { Outcome: SlaOutcome.MetLate } => ("breached, then done", "late"),
        { Outcome: SlaOutcome.Met } => ("met", "calm"),
        { BreachedAt: not null, IsPaused: true } => ("breached, paused", "late"),
        { BreachedAt: not null } => ("breached, still owed", "late"),
        { IsPaused: true } => ("paused", ""),
        { Target: null } => ("runs, nothing is promised", ""),
        _ => clock.DueAt < now ? ("late", "late") : ("runs", "calm"),
    };

    private static string Because(SlaClock clock, bool why) => why ? $": {clock.CancelReason}" : "";

    private static string Ended(SegmentEnd reason) => reason switch
    {
        SegmentEnd.Paused => "paused",
        SegmentEnd.TermsChanged => "other terms: priority or policy",
        SegmentEnd.HoursChanged => "other hours: the calendar was edited",
        SegmentEnd.Stopped => "stopped",
        SegmentEnd.Cancelled => "cancelled",
        _ => "restored: the answer did not count",
    };
}

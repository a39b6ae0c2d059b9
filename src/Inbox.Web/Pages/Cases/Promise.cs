using System.Globalization;
using Inbox.Core;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Cases;

/// <summary>A clock in words: "Next reply 12m late", "target 30m", and how full its ring is.</summary>
/// <param name="Share">Percent of the target used.</param>
/// <param name="Tone">late, warn, calm or nothing, as on chips.</param>
internal sealed record Promise(string Words, string Beneath, double Share, string Tone)
{
    /// <summary>The promises of a case: what runs first, by due time, then what was kept or missed.</summary>
    public static IReadOnlyList<Promise> Of(IEnumerable<SlaClock> clocks, Rules rules, DateTimeOffset now) =>
    [
        .. clocks
            .Where(c => c.Metric != SlaMetric.DepartmentTime && c.Target is not null && c.Outcome != SlaOutcome.Cancelled)
            .OrderBy(c => c.StoppedAt is not null).ThenBy(c => c.DueAt).ThenBy(c => c.Id)
            .Select(c => Of(c, rules, now)),
    ];

    private static Promise Of(SlaClock clock, Rules rules, DateTimeOffset now)
    {
        var (name, target) = (NameOf(clock.Metric), clock.Target!.Value);
        var used = clock.FixedDue ? (clock.StoppedAt ?? now) - clock.StartedAt : clock.ConsumedAt(rules.Hours(clock), now);
        var share = target > TimeSpan.Zero ? Math.Max(0, used / target * 100) : 100;
        var policy = rules.Policy(clock.PolicyId);
        var beneath = $"target {Length(target, clock)}{(policy is null ? "" : " · " + policy.Name)}";
        if (clock.Outcome == SlaOutcome.Met)
        {
            return new Promise($"{name} met", $"{Shown.Duration(used)} of {Length(target, clock)}", 100, "calm");
        }

        if (clock.Outcome == SlaOutcome.MetLate)
        {
            return new Promise($"{name} was late", $"{Shown.Duration(used)} of {Length(target, clock)}", 100, "late");
        }

        if (clock.IsPaused)
        {
            return new Promise($"{name} paused", $"{Shown.Duration(used)} of {Length(target, clock)} used", share, clock.BreachedAt is null ? "" : "late");
        }

        var due = Shown.Due(clock.DueAt, now);
        return due.Tone == "late"
            ? new Promise($"{name} {due.Text}", beneath, 100, "late")
            : new Promise($"{name} in {due.Text}", beneath, share, due.Tone == "warn" || share >= (policy?.WarningShare ?? SlaPolicy.UsualWarning) ? "warn" : "calm");
    }

    private static string NameOf(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply => "First reply",
        SlaMetric.NextReply => "Next reply",
        SlaMetric.Update => "Update",
        SlaMetric.Callback => "Call-back",
        SlaMetric.HandoffAccept => "Handoff",
        _ => "Resolution",
    };

    /// <summary>A working day is no calendar day, so targets in working time are told in hours.</summary>
    private static string Length(TimeSpan target, SlaClock clock) => clock.CalendarId is null || clock.FixedDue || target < TimeSpan.FromHours(1)
        ? Shown.Duration(target)
        : string.Create(CultureInfo.InvariantCulture, $"{target.TotalHours:0.#} working hour{(target.TotalHours == 1 ? "" : "s")}");
}

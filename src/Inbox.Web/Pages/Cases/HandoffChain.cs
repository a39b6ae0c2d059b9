using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Cases;

/// <summary>The way of a case through departments: how long each owned it, and the offers between them, in the order it happened.</summary>
internal static class HandoffChain
{
    /// <param name="At">When it began.</param>
    /// <param name="Stay">Either this or <paramref name="Transfer"/>.</param>
    public sealed record Link(DateTimeOffset At, Stay? Stay, CaseSurroundings.Transfer? Transfer);

    /// <param name="Working">By the calendar that applied.</param>
    /// <param name="Wall">On the clock.</param>
    /// <param name="Runs">The department still owns it.</param>
    public sealed record Stay(long Department, TimeSpan Working, TimeSpan Wall, bool Runs);

    /// <summary>A contractor is shown its own part of the way.</summary>
    public static IReadOnlyList<Link> Of(
        IEnumerable<CaseSurroundings.Transfer> transfers, IEnumerable<SlaClock> clocks, Rules rules, Actor me, DateTimeOffset now)
    {
        var stays = clocks
            .Where(c => c.Metric == SlaMetric.DepartmentTime && c.Outcome != SlaOutcome.Cancelled && (!me.External || me.Departments.Contains(c.DepartmentId)))
            .Select(c => new Link(
                c.StartedAt,
                new Stay(c.DepartmentId, c.ConsumedAt(rules.Hours(c.CalendarId), now), (c.StoppedAt ?? now) - c.StartedAt, c.StoppedAt is null),
                Transfer: null));
        return [.. stays.Concat(transfers.Select(t => new Link(t.At, Stay: null, t))).OrderBy(l => l.At).ThenBy(l => l.Stay is null)];
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>
/// What a case was promised and why: its policy, its calendar, and every cycle. For whoever may read the case; a contractor is
/// not told by which rules we choose, why we cancelled, or how long others had the case.
/// </summary>
internal sealed class PromisesModel(InboxDb db, Rulebook rulebook, TimeProvider time) : InboxPage
{
    public Case Found { get; private set; } = null!;

    public PolicyChoice Choice { get; private set; } = null!;

    /// <summary>Which calendar counts for the customer, and why that one.</summary>
    public string Calendar { get; private set; } = "";

    /// <summary>The zone in which times are shown.</summary>
    public string Zone { get; private set; } = "UTC";

    public IReadOnlyList<ClockCycle> Cycles { get; private set; } = [];

    public bool ShowsWhy => !Me.External;

    public async Task<IActionResult> OnGetAsync(string number, CancellationToken cancellationToken)
    {
        var read = !CaseNumber.TryParse(number, out var id) ? null : await (
            from c in db.Cases.AsNoTracking().VisibleTo(Me)
            where c.Id == id
            select new
            {
                Case = c,
                Group = db.Customers.Where(p => p.Id == c.CustomerId).Select(p => p.Group).FirstOrDefault(),
                Clocks = db.SlaClocks.Where(k => k.CaseId == c.Id).OrderBy(k => k.Id).ToList(),
                Segments = db.SlaSegments.Where(s => s.CaseId == c.Id).OrderBy(s => s.StartedAt).ToList(),
            }).AsSplitQuery().FirstOrDefaultAsync(cancellationToken);
        if (read is null)
        {
            return NotFound();
        }

        if (read.Case.FoldedIntoId is { } target)
        {
            return RedirectToPage(new { number = CaseNumber.Format(target) });
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        Found = read.Case;
        Choice = PolicyChoice.Of(read.Case, read.Group, rules);
        var first = read.Clocks.FirstOrDefault(c => c.Metric is SlaMetric.FirstReply or SlaMetric.NextReply);
        Calendar = first is null ? "No clock has run on this case." : CalendarOf(first, rules);
        Zone = first?.CalendarId is { } calendar && rules.Calendars.TryGetValue(calendar, out var known) ? known.TimeZone : "UTC";
        var segments = read.Segments.ToLookup(s => (s.Metric, s.Cycle));
        Cycles = [.. read.Clocks
            .Where(c => ShowsWhy || c.Metric is not (SlaMetric.HandoffAccept or SlaMetric.DepartmentTime) || Me.Departments.Contains(c.DepartmentId))
            .OrderBy(c => c.Metric).ThenBy(c => c.Cycle)
            .Select(c => ClockCycle.Of(c, [.. segments[(c.Metric, c.Cycle)]], rules.Hours(first?.CalendarId), rules, ShowsWhy, time.Now()))];
        return Page();
    }

    private string CalendarOf(SlaClock first, Rules rules)
    {
        var policy = rules.Policy(first.PolicyId);
        var (channel, department) = (rules.Channels[Found.ChannelId], rules.Departments[first.DepartmentId]);
        var name = ClockCycle.CalendarName(first.CalendarId, rules);
        if (first.CalendarId != rules.CalendarFor(policy, Found.ChannelId, first.DepartmentId))
        {
            return $"{name}: it counted when the case opened. Another one would be taken now, but a clock keeps its own.";
        }

        var why = policy switch
        {
            { AroundTheClock: true } => $"the policy “{policy.Name}” counts day and night",
            { CalendarId: not null } => $"the policy “{policy.Name}” names it",
            _ when channel.CalendarId is not null => $"the channel {channel.Name} names it, and the policy names none",
            _ when department.CalendarId is not null => $"it is that of {department.Name}, the department at opening; neither policy nor channel names one",
            _ => "neither policy, channel nor department has a calendar",
        };
        return $"{name}: {why}.";
    }
}

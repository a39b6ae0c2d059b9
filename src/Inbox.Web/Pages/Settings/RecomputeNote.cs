using Inbox.Core;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings;

/// <summary>How far the clocks are that an edit of a calendar or policy brings over.</summary>
public sealed record RecomputeNote(IReadOnlyList<RecomputeNote.Line> Lines)
{
    /// <summary>How long it is said that all is done.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(10);

    public sealed record Line(string Name, int Clocks, int Done, bool Finished)
    {
        public string Words => Finished
            ? FormattableString.Invariant($"{Name}: {Running(Done)} recomputed.")
            : FormattableString.Invariant($"{Name}: {Done:N0} of {Running(Math.Max(Clocks, Done))} recomputed …");
    }

    public bool Finished => Lines.All(l => l.Finished);

    public static string Saved(string? name, int clocks) => clocks == 0 ? $"{name} is saved." : $"{name} is saved. {Running(clocks)} will be recomputed.";

    public static async Task<RecomputeNote> OfCalendarsAsync(InboxDb db, DateTimeOffset now, CancellationToken cancellationToken) => new(await (
        from r in db.Recomputations
        join c in db.Calendars on r.CalendarId equals (long?)c.Id
        where (r.FinishedAt == null || r.FinishedAt > now - Shown) && r.Clocks + r.Done > 0
        orderby r.AskedAt descending
        select new Line(c.Name, r.Clocks, r.Done, r.FinishedAt != null)).ToListAsync(cancellationToken));

    public static async Task<RecomputeNote> OfPoliciesAsync(InboxDb db, DateTimeOffset now, CancellationToken cancellationToken) => new(await (
        from r in db.Recomputations
        join p in db.SlaPolicies on r.PolicyId equals (long?)p.Id
        where (r.FinishedAt == null || r.FinishedAt > now - Shown) && r.Clocks + r.Done > 0
        orderby r.AskedAt descending
        select new Line(p.Name, r.Clocks, r.Done, r.FinishedAt != null)).ToListAsync(cancellationToken));

    private static string Running(int clocks) => FormattableString.Invariant($"{clocks:N0} running clock{(clocks == 1 ? "" : "s")}");
}

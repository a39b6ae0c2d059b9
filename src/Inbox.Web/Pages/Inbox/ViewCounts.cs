using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>All numbers of the views column by one query, which reads the index of open cases alone.</summary>
internal static class ViewCounts
{
    /// <summary>More automatic messages than this are shown as "99+": nobody needs the exact number of a list that only grows.</summary>
    public const int MostAutomatic = 100;

    public sealed record Query(Actor Actor) : IRequest<Counts>;

    /// <param name="Trouble">Parked and held deliveries.</param>
    public sealed record Counts(IReadOnlyDictionary<string, Count> ByView, int Trouble)
    {
        public Count Of(InboxView view) => ByView.GetValueOrDefault(view.Key);
    }

    /// <param name="Number">Cases in the view.</param>
    /// <param name="Late">At least one of them is late.</param>
    public readonly record struct Count(int Number, bool Late);

    internal sealed class Handler(InboxDb db, CountsCache cache, TimeProvider time) : IRequestHandler<Query, Counts>
    {
        public async Task<Counts> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = time.Now();
            if (cache.Find(request.Actor, now) is { } fresh)
            {
                return fresh;
            }

            var scope = InboxView.ScopeOf(request.Actor);
            var rows = await Read(request.Actor, scope, now).ToListAsync(cancellationToken);
            var counts = Sum(rows, scope);
            cache.Store(request.Actor, counts, now);
            return counts;
        }

        private IQueryable<Row> Read(Actor actor, long[]? scope, DateTimeOffset now)
        {
            var (me, soon, everywhere, ours) = (actor.AgentId, now + InboxView.Soon, scope is null, scope ?? []);
            var visible = db.Cases.VisibleTo(actor);
            var open = visible.Where(c => c.IsOpen).GroupBy(c => c.DepartmentId).Select(g => new Row
            {
                Department = g.Key,
                All = g.Count(),
                Late = g.Count(c => c.NextDueAt <= now),
                Mine = g.Count(c => c.AssigneeId == me && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                MineLate = g.Count(c => c.AssigneeId == me && (c.SnoozedUntil == null || c.SnoozedUntil <= now) && c.NextDueAt <= now),
                Unassigned = g.Count(c => c.AssigneeId == null && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                UnassignedLate = g.Count(c => c.AssigneeId == null && (c.SnoozedUntil == null || c.SnoozedUntil <= now) && c.NextDueAt <= now),
                Offered = g.Count(c => c.OfferedToId != null && (everywhere || ours.Contains(c.OfferedToId.Value))),
                OfferedLate = g.Count(c => c.OfferedToId != null && (everywhere || ours.Contains(c.OfferedToId.Value)) && c.NextDueAt <= now),
                DueSoon = g.Count(c => c.NextDueAt <= soon),
                Waiting = g.Count(c => (c.Status == CaseStatus.Waiting || c.Status == CaseStatus.OnHold) && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                Snoozed = g.Count(c => c.SnoozedUntil > now),
                Thanks = 0,
                Automatic = 0,
                Trouble = 0,
            });
            var thanks = visible.Where(c => c.ThanksUntil != null).GroupBy(c => c.DepartmentId)
                .Select(g => new { Department = g.Key, Thanks = g.Count() });
            var automatic = db.Messages.VisibleTo(actor, db.Cases).Where(m => m.CaseId == null && m.Automatic != Automatic.None).Take(MostAutomatic);
            var trouble = actor.External ? db.InboundDeliveries.Where(d => false) : db.InboundDeliveries;
            return open
                .Concat(thanks.Select(t => new Row
                {
                    Department = t.Department, All = 0, Late = 0, Mine = 0, MineLate = 0, Unassigned = 0, UnassignedLate = 0,
                    Offered = 0, OfferedLate = 0, DueSoon = 0, Waiting = 0, Snoozed = 0, Thanks = t.Thanks, Automatic = 0, Trouble = 0,
                }))
                .Concat(automatic.GroupBy(m => 0L).Select(g => new Row
                {
                    Department = g.Key, All = 0, Late = 0, Mine = 0, MineLate = 0, Unassigned = 0, UnassignedLate = 0,
                    Offered = 0, OfferedLate = 0, DueSoon = 0, Waiting = 0, Snoozed = 0, Thanks = 0, Automatic = g.Count(), Trouble = 0,
                }))
                .Concat(trouble.Where(d => d.State == InboundState.Parked || d.State == InboundState.Held).GroupBy(d => 0L).Select(g => new Row
                {
                    Department = g.Key, All = 0, Late = 0, Mine = 0, MineLate = 0, Unassigned = 0, UnassignedLate = 0,
                    Offered = 0, OfferedLate = 0, DueSoon = 0, Waiting = 0, Snoozed = 0, Thanks = 0, Automatic = 0, Trouble = g.Count(),
                }));
        }

        private static Counts Sum(List<Row> rows, long[]? scope)
        {
            var ours = rows.Where(r => r.Department == 0 || scope is null || scope.Contains(r.Department)).ToList();
            var counts = new Dictionary<string, Count>(StringComparer.Ordinal)
            {
                [InboxView.Mine.Key] = new(rows.Sum(r => r.Mine), rows.Exists(r => r.MineLate > 0)),
                [InboxView.Unassigned.Key] = new(ours.Sum(r => r.Unassigned), ours.Exists(r => r.UnassignedLate > 0)),
                [InboxView.Handoffs.Key] = new(rows.Sum(r => r.Offered), rows.Exists(r => r.OfferedLate > 0)),
                [InboxView.DueSoon.Key] = new(ours.Sum(r => r.DueSoon), ours.Exists(r => r.Late > 0)),
                [InboxView.Waiting.Key] = new(ours.Sum(r => r.Waiting), Late: false),
                [InboxView.Snoozed.Key] = new(ours.Sum(r => r.Snoozed), Late: false),
                [InboxView.Thanks.Key] = new(ours.Sum(r => r.Thanks), Late: false),
                [InboxView.All.Key] = new(rows.Sum(r => r.All), Late: false),
                [InboxView.Automatic.Key] = new(rows.Sum(r => r.Automatic), Late: false),
            };
            foreach (var row in rows.Where(r => r.All > 0))
            {
                counts[InboxView.Department(row.Department, "").Key] = new(row.All, row.Late > 0);
            }

            return new Counts(counts, rows.Sum(r => r.Trouble));
        }
    }

    private sealed class Row
    {
        public long Department { get; init; }

        public int All { get; init; }

        public int Late { get; init; }

        public int Mine { get; init; }

        public int MineLate { get; init; }

        public int Unassigned { get; init; }

        public int UnassignedLate { get; init; }

        public int Offered { get; init; }

        public int OfferedLate { get; init; }

        public int DueSoon { get; init; }

        public int Waiting { get; init; }

        public int Snoozed { get; init; }

        public int Thanks { get; init; }

        public int Automatic { get; init; }

        public int Trouble { get; init; }
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Tasks;
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
        /// <summary>Counted up to a second ago: what has just happened may be missing, so the page asks once more.</summary>
        public bool Kept { get; init; }

        public Count Of(InboxView view) => ByView.GetValueOrDefault(view.Key);
    }

    /// <param name="Number">Cases in the view.</param>
    /// <param name="Late">At least one of them is late.</param>
    public readonly record struct Count(int Number, bool Late);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, CountsCache cache, TimeProvider time) : IRequestHandler<Query, Counts>
    {
        public async Task<Counts> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = time.Now();
            if (cache.Find(request.Actor, now) is { } kept)
            {
                return kept with { Kept = true };
            }

            var scope = InboxView.ScopeOf(request.Actor);
            var rules = await rulebook.GetAsync(cancellationToken);
            var rows = await Read(request.Actor, scope, rules, now).ToListAsync(cancellationToken);
            var counts = Sum(rows, scope);
            cache.Store(request.Actor, counts, now);
            return counts;
        }

        private IQueryable<Row> Read(Actor actor, long[]? scope, Rules rules, DateTimeOffset now)
        {
            var away = rules.AwayAt(now);
            var approvals = db.CasesToApprove(actor, actor.ApprovesIn(rules));
            var (me, soon, everywhere, ours) = (actor.AgentId, now + InboxView.Soon, scope is null, scope ?? []);
            var visible = db.Cases.VisibleTo(actor);

            // What somebody follows is counted with the rest, from the side of the open cases: most of it is closed.
            var followed = from c in visible.Where(c => c.IsOpen)
                           from f in db.CaseFollowers.Where(f => f.CaseId == c.Id && f.AgentId == me).DefaultIfEmpty()
                           select new { c.DepartmentId, c.AssigneeId, c.Status, c.NextDueAt, c.SnoozedUntil, c.OfferedToId, Followed = f != null };
            var open = followed.GroupBy(c => c.DepartmentId).Select(g => new
            {
                Department = g.Key,
                All = g.Count(),
                Late = g.Count(c => c.NextDueAt <= now),
                Mine = g.Count(c => c.AssigneeId == me && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                MineLate = g.Count(c => c.AssigneeId == me && (c.SnoozedUntil == null || c.SnoozedUntil <= now) && c.NextDueAt <= now),
                Following = g.Count(c => c.Followed),
                FollowingLate = g.Count(c => c.Followed && c.NextDueAt <= now),
                Unassigned = g.Count(c => (c.AssigneeId == null || (away.Contains(c.AssigneeId.Value) && (c.Status == CaseStatus.New || c.Status == CaseStatus.Open))) && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                UnassignedLate = g.Count(c => (c.AssigneeId == null || (away.Contains(c.AssigneeId.Value) && (c.Status == CaseStatus.New || c.Status == CaseStatus.Open))) && (c.SnoozedUntil == null || c.SnoozedUntil <= now) && c.NextDueAt <= now),
                Offered = g.Count(c => c.OfferedToId != null && (everywhere || ours.Contains(c.OfferedToId.Value))),
                OfferedLate = g.Count(c => c.OfferedToId != null && (everywhere || ours.Contains(c.OfferedToId.Value)) && c.NextDueAt <= now),
                DueSoon = g.Count(c => c.NextDueAt <= soon),
                Waiting = g.Count(c => (c.Status == CaseStatus.Waiting || c.Status == CaseStatus.OnHold) && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
                Snoozed = g.Count(c => c.SnoozedUntil > now),
            });
            var thanks = visible.Where(c => c.ThanksUntil != null && (everywhere || ours.Contains(c.DepartmentId)));
            var automatic = db.Messages.VisibleTo(actor, db).Where(m => m.CaseId == null && m.Automatic != Automatic.None)
                .OrderByDescending(m => m.ReceivedAt).Take(MostAutomatic);
            var tasks = db.Tasks.Where(t => t.State == TaskState.Open && (everywhere || ours.Contains(t.DepartmentId)));
            var trouble = db.InboundDeliveries.Where(d => !actor.External && (d.State == InboundState.Parked || d.State == InboundState.Held));
            return from d in db.Departments
                   join o in open on d.Id equals o.Department into found
                   from o in found.DefaultIfEmpty()
                   select new Row
                   {
                       Department = d.Id,
                       All = (int?)o.All ?? 0,
                       Late = (int?)o.Late ?? 0,
                       Mine = (int?)o.Mine ?? 0,
                       MineLate = (int?)o.MineLate ?? 0,
                       Following = (int?)o.Following ?? 0,
                       FollowingLate = (int?)o.FollowingLate ?? 0,
                       Unassigned = (int?)o.Unassigned ?? 0,
                       UnassignedLate = (int?)o.UnassignedLate ?? 0,
                       Offered = (int?)o.Offered ?? 0,
                       OfferedLate = (int?)o.OfferedLate ?? 0,
                       DueSoon = (int?)o.DueSoon ?? 0,
                       Waiting = (int?)o.Waiting ?? 0,
                       Snoozed = (int?)o.Snoozed ?? 0,
                       Thanks = thanks.Count(),
                       Automatic = automatic.Count(),
                       Trouble = trouble.Count(),
                       Tasks = tasks.Count(),
                       Approvals = approvals.Count(),
                       ApprovalsLate = approvals.Count(c => c.NextDueAt <= now),
                       TasksLate = tasks.Count(t => t.DueAt <= now),
                   };
        }

        private static Counts Sum(List<Row> rows, long[]? scope)
        {
            // A database without a department has no case either.
            var (ours, once) = (rows.FindAll(r => scope is null || scope.Contains(r.Department)), rows.FirstOrDefault() ?? new Row());
            var counts = new Dictionary<string, Count>(StringComparer.Ordinal)
            {
                [InboxView.Mine.Key] = new(rows.Sum(r => r.Mine), rows.Exists(r => r.MineLate > 0)),
                [InboxView.Following.Key] = new(rows.Sum(r => r.Following), rows.Exists(r => r.FollowingLate > 0)),
                [InboxView.Unassigned.Key] = new(ours.Sum(r => r.Unassigned), ours.Exists(r => r.UnassignedLate > 0)),
                [InboxView.Handoffs.Key] = new(rows.Sum(r => r.Offered), rows.Exists(r => r.OfferedLate > 0)),
                [InboxView.Tasks.Key] = new(once.Tasks, once.TasksLate > 0),
                [InboxView.Approvals.Key] = new(once.Approvals, once.ApprovalsLate > 0),
                [InboxView.DueSoon.Key] = new(ours.Sum(r => r.DueSoon), ours.Exists(r => r.Late > 0)),
                [InboxView.Waiting.Key] = new(ours.Sum(r => r.Waiting), Late: false),
                [InboxView.Snoozed.Key] = new(ours.Sum(r => r.Snoozed), Late: false),
                [InboxView.Thanks.Key] = new(once.Thanks, Late: false),
                [InboxView.All.Key] = new(rows.Sum(r => r.All), Late: false),
                [InboxView.Automatic.Key] = new(once.Automatic, Late: false),
            };
            foreach (var row in rows.Where(r => r.All > 0))
            {
                counts[InboxView.Department(row.Department, "").Key] = new(row.All, row.Late > 0);
            }

            return new Counts(counts, once.Trouble);
        }
    }

    /// <summary>Open cases of one department; the last seven hold for all and stand in every row.</summary>
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

        public int Following { get; init; }

        public int FollowingLate { get; init; }

        public int Thanks { get; init; }

        public int Automatic { get; init; }

        public int Trouble { get; init; }

        public int Tasks { get; init; }

        public int TasksLate { get; init; }

        public int Approvals { get; init; }

        public int ApprovalsLate { get; init; }
    }
}

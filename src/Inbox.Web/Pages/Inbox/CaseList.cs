using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>A page of the list column: one query, keyset paging.</summary>
internal static class CaseList
{
    public const int PageSize = 30;

    /// <summary>Cases that came back from another department and stand on top; more of them stand where they are due.</summary>
    public const int MostPinned = 20;

    /// <param name="Newest">Newest message first instead of due first.</param>
    /// <param name="After">The place where the page before ended.</param>
    /// <param name="Rows">More than a page when a refresh asks again for all that is loaded.</param>
    public sealed record Query(InboxView View, SearchWords Search, bool Newest, Cursor? After, Actor Actor, int Rows = PageSize) : IRequest<Page>;

    public sealed record Page(IReadOnlyList<Row> Rows, Cursor? Next);

    /// <summary>The key of a row in its order: the due time or the time of the newest message, then the id.</summary>
    public sealed record Cursor(DateTimeOffset At, long Id)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{Id}");

        public static Cursor? Parse(string? text) =>
            text?.Split('-') is [var ticks, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
                && long.TryParse(id, CultureInfo.InvariantCulture, out var number)
                && at >= 0 && at <= DateTimeOffset.MaxValue.Ticks
                ? new Cursor(new DateTimeOffset(at, TimeSpan.Zero), number)
                : null;
    }

    public sealed record Row
    {
        public required long Id { get; init; }

        public required string Subject { get; init; }

        public required string Preview { get; init; }

        public required CaseStatus Status { get; init; }

        public required Priority Priority { get; init; }

        public required long DepartmentId { get; init; }

        public required long? OfferedToId { get; init; }

        public required long? AssigneeId { get; init; }

        public required long ChannelId { get; init; }

        public required long Reach { get; init; }

        public required DateTimeOffset NextDueAt { get; init; }

        public required DateTimeOffset LastMessageAt { get; init; }

        public required DateTimeOffset? SnoozedUntil { get; init; }

        public required bool PingPong { get; init; }

        /// <summary>How it came back, while nobody has acted on it since.</summary>
        public required Return? Returned { get; init; }

        public required long? MayBelongToId { get; init; }

        public required string? Customer { get; init; }

        public required string? Group { get; init; }

        /// <summary>An address beside the name, where people are known by it.</summary>
        public required string? Handle { get; init; }

        public required string[] Tags { get; init; }

        public required bool Guest { get; init; }

        public required int Channels { get; init; }

        /// <summary>The newest call of a case that came by phone.</summary>
        public required CallDetails? Call { get; init; }
    }

    /// <param name="By">The department that declined it, or handed it back done.</param>
    public sealed record Return(long By, HandoffState State, string? Words);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var now = time.Now();
            var cases = request.Search.IsEmpty
                ? request.View == InboxView.Approvals
                    ? db.CasesToApprove(request.Actor, request.Actor.ApprovesIn(rules))
                    : request.View.Of(db.Cases, request.Actor, rules.AwayAt(now), now)
                : db.Matching(request.Search, request.Actor, rules, now);
            var phones = rules.Channels.Values.Where(c => c.Kind == HandleKinds.Phone).Select(c => c.Id).ToArray();
            var pinned = Pins(request)
                ? await Project(cases.Where(c => c.ReturnedAt != null).OrderByDescending(c => c.ReturnedAt).ThenBy(c => c.Id).Take(MostPinned), phones).ToListAsync(cancellationToken)
                : [];
            if (pinned.Count > 0)
            {
                var above = pinned.ConvertAll(r => r.Id);
                cases = cases.Where(c => !above.Contains(c.Id));
            }

            var rows = await Project(InOrder(cases, request).Take(request.Rows + 1), phones).ToListAsync(cancellationToken);
            Cursor? next = null;
            if (rows.Count > request.Rows)
            {
                rows.RemoveAt(request.Rows);
                next = new Cursor(request.Newest ? rows[^1].LastMessageAt : rows[^1].NextDueAt, rows[^1].Id);
            }

            return new Page(request.After is null ? [.. pinned, .. rows] : rows, next);
        }

        /// <summary>Cases that came back stand above the list of those who look after them, whatever is due; each page leaves them out again.</summary>
        private static bool Pins(Query request) =>
            !request.Newest && request.Search.IsEmpty && (request.View == InboxView.Mine || request.View == InboxView.Unassigned);

        private static IQueryable<Case> InOrder(IQueryable<Case> cases, Query request)
        {
            // Row comparison, (a, b) > (x, y): PostgreSQL starts the index scan there, which "a > x OR (a = x AND b > y)" does not.
            if (request.Newest)
            {
                var older = request.After is { } last
                    ? cases.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.LastMessageAt, c.Id), ValueTuple.Create(last.At, last.Id)))
                    : cases;
                return older.OrderByDescending(c => c.LastMessageAt).ThenByDescending(c => c.Id);
            }

            var later = request.After is { } after
                ? cases.Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.NextDueAt, c.Id), ValueTuple.Create(after.At, after.Id)))
                : cases;
            return later.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id);
        }

        private IQueryable<Row> Project(IQueryable<Case> cases, long[] phones) =>
            from c in cases
            join customer in db.Customers on c.CustomerId equals (long?)customer.Id into customers
            from customer in customers.DefaultIfEmpty()

            // By its id, which an index of the case gives: the newest of each case at once would read every handoff there is.
            from back in db.Handoffs.Where(h => c.ReturnedAt != null && h.Id == db.Handoffs
                .Where(last => last.CaseId == c.Id && (last.State == HandoffState.Declined || last.State == HandoffState.Done)).Max(last => (long?)last.Id)).DefaultIfEmpty()
            select new Row
            {
                Id = c.Id,
                Subject = c.Subject,
                Preview = c.Preview,
                Status = c.Status,
                Priority = c.Priority,
                DepartmentId = c.DepartmentId,
                OfferedToId = c.OfferedToId,
                AssigneeId = c.AssigneeId,
                ChannelId = c.ChannelId,
                Reach = c.Reach,
                NextDueAt = c.NextDueAt,
                LastMessageAt = c.LastMessageAt,
                SnoozedUntil = c.SnoozedUntil,
                PingPong = c.PingPong,
                Returned = back == null ? null : new Return(back.ToDepartmentId, back.State, back.DeclineReason ?? back.DoneWords),
                MayBelongToId = c.MayBelongToId,
                Customer = customer.Name,
                Group = customer.Group,
                Handle = c.Visibility == Visibility.Public
                    ? db.Handles.Where(h => h.CustomerId == c.CustomerId && h.Kind != HandleKinds.Email && h.Kind != HandleKinds.Phone)
                        .OrderBy(h => h.Id).Select(h => h.Display).FirstOrDefault()
                    : null,
                Tags = c.Tags,
                Guest = db.Participants.Any(p => p.CaseId == c.Id && p.State == ParticipantState.Guest),
                Channels = c.MessageCount > 1
                    ? db.Messages.Where(m => m.CaseId == c.Id && m.Direction == Direction.Inbound).Select(m => m.ChannelId).Distinct().Count()
                    : 1,
                Call = phones.Contains(c.ChannelId)
                    ? db.Messages.Where(m => m.CaseId == c.Id && m.Call != null).OrderByDescending(m => m.Id).Select(m => m.Call).FirstOrDefault()
                    : null,
            };
    }
}

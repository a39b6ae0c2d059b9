using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>A page of the list column: one query, keyset paging.</summary>
internal static class CaseList
{
    public const int PageSize = 30;

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

        public required long ChannelId { get; init; }

        public required long Reach { get; init; }

        public required DateTimeOffset NextDueAt { get; init; }

        public required DateTimeOffset LastMessageAt { get; init; }

        public required DateTimeOffset? SnoozedUntil { get; init; }

        public required long? MayBelongToId { get; init; }

        public required string? Customer { get; init; }

        public required string? Group { get; init; }

        /// <summary>An address beside the name, where people are known by it.</summary>
        public required string? Handle { get; init; }

        public required bool Guest { get; init; }

        public required int Channels { get; init; }

        /// <summary>The newest call of a case that came by phone.</summary>
        public required CallDetails? Call { get; init; }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var now = time.Now();
            var cases = request.Search.IsEmpty
                ? request.View.Of(db.Cases.VisibleTo(request.Actor), request.Actor, now)
                : db.Matching(request.Search, request.Actor, rules, now);
            var phones = rules.Channels.Values.Where(c => c.Kind == HandleKinds.Phone).Select(c => c.Id).ToArray();
            var rows = await Project(InOrder(cases, request).Take(request.Rows + 1), phones).ToListAsync(cancellationToken);
            if (rows.Count <= request.Rows)
            {
                return new Page(rows, Next: null);
            }

            rows.RemoveAt(request.Rows);
            return new Page(rows, new Cursor(request.Newest ? rows[^1].LastMessageAt : rows[^1].NextDueAt, rows[^1].Id));
        }

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
            select new Row
            {
                Id = c.Id,
                Subject = c.Subject,
                Preview = c.Preview,
                Status = c.Status,
                Priority = c.Priority,
                DepartmentId = c.DepartmentId,
                OfferedToId = c.OfferedToId,
                ChannelId = c.ChannelId,
                Reach = c.Reach,
                NextDueAt = c.NextDueAt,
                LastMessageAt = c.LastMessageAt,
                SnoozedUntil = c.SnoozedUntil,
                MayBelongToId = c.MayBelongToId,
                Customer = customer.Name,
                Group = customer.Group,
                Handle = c.Visibility == Visibility.Public
                    ? db.Handles.Where(h => h.CustomerId == c.CustomerId && h.Kind != HandleKinds.Email && h.Kind != HandleKinds.Phone)
                        .OrderBy(h => h.Id).Select(h => h.Display).FirstOrDefault()
                    : null,
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

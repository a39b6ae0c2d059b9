using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Notifications;

/// <summary>What Inbox told the agent, the newest first, by kind or only what is unread.</summary>
internal sealed class IndexModel(IMediator mediator) : InboxPage
{
    public const int PageSize = 50;

    /// <summary>The last one of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    /// <summary>Only this kind.</summary>
    [BindProperty(SupportsGet = true)]
    public NotificationKind? Kind { get; set; }

    /// <summary>Only what is unread.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Unread { get; set; }

    public Query.Result Found { get; private set; } = null!;

    /// <summary>Sent by htmx, which takes the list alone.</summary>
    private bool IsPart => Request.Headers.ContainsKey("HX-Request");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Found = await mediator.Send(new Query(After, Kind, Unread, Me), cancellationToken);
        return IsPart ? Partial("_List", this) : Page();
    }

    public async Task<IActionResult> OnGetCountAsync(long? after, CancellationToken cancellationToken) =>
        new JsonResult(await mediator.Send(new UnreadCount.Query(after, Me), cancellationToken));

    public async Task<IActionResult> OnGetBrowserAsync(long? after, CancellationToken cancellationToken) =>
        new JsonResult(await mediator.Send(new BrowserNews.Query(after, Me), cancellationToken));

    public Task<IActionResult> OnPostReadAsync(long id, CancellationToken cancellationToken) =>
        ReadAsync(new ReadNotifications.Command(id, CaseId: null, UpTo: null, Me), cancellationToken);

    public Task<IActionResult> OnPostReadAllAsync(long upTo, CancellationToken cancellationToken) =>
        ReadAsync(new ReadNotifications.Command(Id: null, CaseId: null, upTo, Me, Kind), cancellationToken);

    /// <summary>The agent opened this case.</summary>
    public async Task<IActionResult> OnPostReadCaseAsync(long @case, CancellationToken cancellationToken) =>
        await mediator.Send(new ReadNotifications.Command(Id: null, @case, UpTo: null, Me), cancellationToken) is { IsOk: false } failed ? Refuse(failed.Error!) : new NoContentResult();

    /// <summary>This list at another place, or under another filter.</summary>
    public static string Address(NotificationKind? kind, bool unread, long? after = null, string? handler = null)
    {
        string?[] parts =
        [
            handler is null ? null : $"handler={handler}",
            kind is null ? null : $"kind={kind}",
            unread ? "unread=true" : null,
            after is { } last ? string.Create(CultureInfo.InvariantCulture, $"after={last}") : null,
        ];
        var query = string.Join('&', parts.Where(p => p is not null));
        return query.Length == 0 ? "/notifications" : "/notifications?" + query;
    }

    private async Task<IActionResult> ReadAsync(ReadNotifications.Command command, CancellationToken cancellationToken)
    {
        var read = await mediator.Send(command, cancellationToken);
        if (!read.IsOk)
        {
            return Refuse(read.Error);
        }

        if (!IsPart)
        {
            return LocalRedirect(Address(Kind, Unread, After));
        }

        Response.Headers["HX-Trigger"] = "inbox:read";
        return await OnGetAsync(cancellationToken);
    }

    internal sealed record Query(long? After, NotificationKind? Kind, bool Unread, Actor Actor) : IRequest<Query.Result>
    {
        /// <param name="Days">The newest first.</param>
        /// <param name="Next">Where older ones go on; null at the end.</param>
        internal sealed record Result(IReadOnlyList<Day> Days, long? Next)
        {
            public long Newest => Days[0].Rows[0].Id;

            public bool AnyUnread => Days.Any(d => d.Rows.Any(r => r.Unread));
        }
    }

    internal sealed record Day(string Name, IReadOnlyList<NotificationRow> Rows);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, Query.Result>
    {
        public async Task<Query.Result> Handle(Query request, CancellationToken cancellationToken)
        {
            var rows = await db.Notifications.AsNoTracking()
                .Where(n => n.AgentId == request.Actor.AgentId && (request.After == null || n.Id < request.After))
                .Where(n => (request.Kind == null || n.Kind == request.Kind) && (!request.Unread || n.ReadAt == null))
                .OrderByDescending(n => n.Id)
                .Take(PageSize + 1)
                .WithCases(db, request.Actor)
                .ToListAsync(cancellationToken);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(await ZoneAsync(request.Actor, cancellationToken));
            var today = DateIn(zone, time.GetUtcNow());
            return new Query.Result(
                [.. rows.Take(PageSize).GroupBy(r => DateIn(zone, r.At)).Select(day => new Day(NameOf(day.Key, today), [.. day]))],
                rows.Count > PageSize ? rows[PageSize - 1].Id : null);
        }

        /// <summary>That of the agent's departments; of the company for those who have none.</summary>
        private async Task<string> ZoneAsync(Actor actor, CancellationToken cancellationToken) =>
            await db.CompanyZoneAsync(actor.Departments.Count > 0 ? [.. actor.Departments] : [.. (await rulebook.GetAsync(cancellationToken)).Departments.Keys], cancellationToken);

        private static DateOnly DateIn(TimeZoneInfo zone, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

        private static string NameOf(DateOnly day, DateOnly today) => (today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == today.Year ? "dddd, d MMMM" : "dddd, d MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Notifications;

/// <summary>
/// What the browser is to show: unread, after the last one it was told of, of the kinds that its person wants there. While
/// it is quiet for them, nothing; it is asked again, and what waited is shown when the quiet ends.
/// </summary>
internal static class BrowserNews
{
    /// <param name="After">Null: only where it stands now, for what came before this browser was there to show it.</param>
    public sealed record Query(long? After, Actor Actor) : IRequest<Result>;

    /// <param name="Upto">Ask after this one the next time.</param>
    /// <param name="News">The oldest first; when there are more than <see cref="UnreadCount.MostNews"/>, the newest of them.</param>
    public sealed record Result(long Upto, IReadOnlyList<News> News);

    /// <param name="Case">The number of its case, when the agent may read it.</param>
    /// <param name="Address">Where its line in the list leads; null when it leads nowhere.</param>
    public sealed record News(long Id, string Text, string? Case, string? Address);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, TimeProvider time) : IRequestHandler<Query, Result>
    {
        public async Task<Result> Handle(Query request, CancellationToken cancellationToken)
        {
            var me = request.Actor.AgentId ?? 0;
            var own = db.Notifications.AsNoTracking().Where(n => n.AgentId == me);
            if (request.After is not { } after)
            {
                return new Result(await own.MaxAsync(n => (long?)n.Id, cancellationToken) ?? 0, []);
            }

            if (await db.IsQuietAsync(me, await rulebook.GetAsync(cancellationToken), time.GetUtcNow(), cancellationToken))
            {
                return new Result(after, []);
            }

            var chosen = await db.NotificationChoices.AsNoTracking().Where(c => c.AgentId == me).ToDictionaryAsync(c => c.Kind, c => c.Browser, cancellationToken);
            var kinds = Enum.GetValues<NotificationKind>().Where(k => chosen.TryGetValue(k, out var shown) ? shown : NotificationChoice.Usual(me, k).Browser).ToArray();
            var rows = await own.Where(n => n.ReadAt == null && n.Id > after && kinds.Contains(n.Kind))
                .OrderByDescending(n => n.Id).Take(UnreadCount.MostNews)
                .WithCases(db, request.Actor)
                .ToListAsync(cancellationToken);
            return new Result(
                rows.Count > 0 ? rows[0].Id : after,
                [.. rows.OrderBy(r => r.Id).Select(r => new News(r.Id, r.Text, r.CaseId is { } id ? CaseNumber.Format(id) : null, r.Address))]);
        }
    }
}

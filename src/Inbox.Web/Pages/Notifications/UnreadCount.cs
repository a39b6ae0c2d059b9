using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Notifications;

/// <summary>What the bell asks: how much is unread, and what came after a notification that its page knows.</summary>
internal static class UnreadCount
{
    /// <summary>Beyond this the bell says "99+", and nobody counts on.</summary>
    public const int Most = 99;

    /// <summary>The bell tells so many apart; it calls them several when it gets as many.</summary>
    public const int MostNews = 4;

    public sealed record Query(long? After, Actor Actor) : IRequest<Result>;

    /// <param name="Unread">Up to one more than <see cref="Most"/>.</param>
    /// <param name="Newest">The id of the newest, read or not; 0 when there is none.</param>
    /// <param name="News">Unread and after the one asked for, the newest first.</param>
    public sealed record Result(int Unread, long Newest, IReadOnlyList<News> News);

    /// <param name="Case">The number of its case, when the agent may read it.</param>
    /// <param name="Address">Where its line in the list leads; null when it leads nowhere.</param>
    public sealed record News(long Id, string Text, string? Case, string? Address);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, Result>
    {
        public async Task<Result> Handle(Query request, CancellationToken cancellationToken)
        {
            var own = db.Notifications.AsNoTracking().Where(n => n.AgentId == request.Actor.AgentId);
            var found = await db.Users
                .Where(a => a.Id == request.Actor.AgentId)
                .Select(_ => new { Unread = own.Where(n => n.ReadAt == null).Take(Most + 1).Count(), Newest = own.Max(n => (long?)n.Id) ?? 0 })
                .SingleAsync(cancellationToken);
            if (request.After is not { } after || found.Newest <= after)
            {
                return new Result(found.Unread, found.Newest, []);
            }

            var news = await own.Where(n => n.ReadAt == null && n.Id > after)
                .OrderByDescending(n => n.Id)
                .Take(MostNews)
                .WithCases(db, request.Actor)
                .ToListAsync(cancellationToken);
            return new Result(found.Unread, found.Newest, [.. news.Select(n => new News(n.Id, n.Text, n.CaseId is { } id ? CaseNumber.Format(id) : null, n.Address))]);
        }
    }
}

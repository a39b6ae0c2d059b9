using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Mentions;

/// <summary>Unanswered: nobody has said anything since, and the matter is not settled.</summary>
public enum MentionFilter { All, Tied, NeedsOwner, Unanswered }

public enum MentionSort { Newest, Reach }

/// <summary>A public message with the state of its case; no case means nobody owns it.</summary>
/// <param name="Spread">Its reach each time it was looked at, oldest first.</param>
public sealed record MentionRow(
    long Id, long ChannelId, string Name, string Address, string Subject, string Text, string? Url, long Reach, string? Word, DateTimeOffset At,
    long? CaseId, long? DepartmentId, CaseStatus? Status, DateTimeOffset? DueAt, bool Answered, DateTimeOffset? DeletedAt, IReadOnlyList<long> Spread);

public sealed record MentionCounts(int All, int Tied, int NeedsOwner, int Unanswered)
{
    public int Of(MentionFilter filter) => filter switch
    {
        MentionFilter.Tied => Tied,
        MentionFilter.NeedsOwner => NeedsOwner,
        MentionFilter.Unanswered => Unanswered,
        _ => All,
    };
}

public sealed record MentionDay(DateOnly Date, int Count, long Reach);

/// <summary>What people say in public, as far as this actor may see it. Spam is left out.</summary>
internal sealed class MentionList(InboxDb db, Actor actor, DateTimeOffset since)
{
    public const int PageSize = 40;

    public async Task<MentionCounts> CountsAsync(CancellationToken cancellationToken) =>
        await All().GroupBy(_ => 1).Select(g => new MentionCounts(
            g.Count(),
            g.Count(m => m.Case != null && m.Case.IsOpen),
            g.Count(m => m.Message.CaseId == null),
            g.Count(m => m.Message.CaseId == null || (m.Case!.IsOpen && (m.Case.LastAnswerAt == null || m.Case.LastAnswerAt < m.Message.ReceivedAt)))))
            .SingleOrDefaultAsync(cancellationToken) ?? new MentionCounts(0, 0, 0, 0);

    public Task<List<MentionRow>> PageAsync(MentionFilter filter, MentionSort sort, Keyset? after, int size, CancellationToken cancellationToken)
    {
        var found = Where(All(), filter);
        if (sort == MentionSort.Reach)
        {
            found = after is { } last
                ? found.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.Message.Reach, m.Message.Id), ValueTuple.Create(last.Value, last.Id)))
                : found;
            found = found.OrderByDescending(m => m.Message.Reach).ThenByDescending(m => m.Message.Id);
        }
        else
        {
            var at = after?.At ?? default;
            found = after is { } last
                ? found.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.Message.ReceivedAt, m.Message.Id), ValueTuple.Create(at, last.Id)))
                : found;
            found = found.OrderByDescending(m => m.Message.ReceivedAt).ThenByDescending(m => m.Message.Id);
        }

        return Rows(found).Take(size).ToListAsync(cancellationToken);
    }

    public Task<MentionRow?> RowAsync(long id, CancellationToken cancellationToken) =>
        Rows(All().Where(m => m.Message.Id == id)).FirstOrDefaultAsync(cancellationToken);

    public async Task<List<MentionDay>> DaysAsync(string zone, CancellationToken cancellationToken)
    {
        var days = await All()
            .GroupBy(m => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(m.Message.ReceivedAt.UtcDateTime, zone).Date)
            .Select(g => new { Date = g.Key, Count = g.Count(), Reach = g.Sum(m => m.Message.Reach) })
            .ToListAsync(cancellationToken);
        return [.. days.Select(d => new MentionDay(DateOnly.FromDateTime(d.Date), d.Count, d.Reach))];
    }

    private IQueryable<Found> All() =>
        from message in db.Messages.AsNoTracking().VisibleTo(actor, db)
        where message.Visibility == Visibility.Public && message.Direction == Direction.Inbound
            && message.Automatic == Automatic.None && message.ReceivedAt >= since
        join @case in db.Cases on message.CaseId equals @case.Id into cases
        from @case in cases.DefaultIfEmpty()
        where @case == null || @case.Status != CaseStatus.Spam
        select new Found { Message = message, Case = @case };

    private static IQueryable<Found> Where(IQueryable<Found> mentions, MentionFilter filter) => filter switch
    {
        MentionFilter.Tied => mentions.Where(m => m.Case != null && m.Case.IsOpen),
        MentionFilter.NeedsOwner => mentions.Where(m => m.Message.CaseId == null),
        MentionFilter.Unanswered => mentions.Where(m => m.Message.CaseId == null
            || (m.Case!.IsOpen && (m.Case.LastAnswerAt == null || m.Case.LastAnswerAt < m.Message.ReceivedAt))),
        _ => mentions,
    };

    private IQueryable<MentionRow> Rows(IQueryable<Found> mentions) => mentions.Select(m => new MentionRow(
        m.Message.Id, m.Message.ChannelId, m.Message.FromName, m.Message.FromAddress, m.Message.Subject,
        m.Message.ReplyText.Substring(0, 280), m.Message.Url, m.Message.Reach, m.Message.MatchedWord, m.Message.ReceivedAt,
        m.Message.CaseId,
        m.Case == null ? null : m.Case.DepartmentId,
        m.Case == null ? null : m.Case.Status,
        m.Case == null ? null : m.Case.NextDueAt,
        m.Case != null && m.Case.LastAnswerAt != null && m.Case.LastAnswerAt >= m.Message.ReceivedAt,
        m.Message.DeletedAt,
        db.ReachPoints.Where(p => p.MessageId == m.Message.Id).OrderBy(p => p.At).Select(p => p.Reach).ToList()));

    private sealed class Found
    {
        public required Message Message { get; init; }

        public required Case? Case { get; init; }
    }
}

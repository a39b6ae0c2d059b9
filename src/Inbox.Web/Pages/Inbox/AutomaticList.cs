using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>Messages that no person wrote and that belong to no case, newest first.</summary>
internal static class AutomaticList
{
    public sealed record Query(CaseList.Cursor? After, Actor Actor, int Rows = CaseList.PageSize) : IRequest<Page>;

    public sealed record Page(IReadOnlyList<Row> Rows, CaseList.Cursor? Next);

    public sealed record Row(long Id, Automatic Kind, string FromName, string FromAddress, string Subject, string Preview, long ChannelId, DateTimeOffset ReceivedAt);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var messages = db.Messages.VisibleTo(request.Actor, db).Where(m => m.CaseId == null && m.Automatic != Automatic.None);
            if (request.After is { } after)
            {
                messages = messages.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.ReceivedAt, m.Id), ValueTuple.Create(after.At, after.Id)));
            }

            var rows = await messages
                .OrderByDescending(m => m.ReceivedAt).ThenByDescending(m => m.Id)
                .Take(request.Rows + 1)
                .Select(m => new Row(m.Id, m.Automatic, m.FromName, m.FromAddress, m.Subject, m.ReplyText.Substring(0, 160), m.ChannelId, m.ReceivedAt))
                .ToListAsync(cancellationToken);
            if (rows.Count <= request.Rows)
            {
                return new Page(rows, Next: null);
            }

            rows.RemoveAt(request.Rows);
            return new Page(rows, new CaseList.Cursor(rows[^1].ReceivedAt, rows[^1].Id));
        }
    }
}

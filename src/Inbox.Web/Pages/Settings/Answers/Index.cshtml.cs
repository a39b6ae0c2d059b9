using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Answers;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Answers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Answers = await db.CannedAnswers.Where(a => a.OwnerId == null).OrderBy(a => a.Title)
            .Select(a => new Row(
                a.Id, a.Title, a.Language,
                db.Departments.Where(d => d.Id == a.DepartmentId).Select(d => d.Name).FirstOrDefault(),
                db.CannedAnswerUses.Where(u => u.AnswerId == a.Id).Sum(u => u.Count)))
            .ToListAsync(cancellationToken);

    public sealed record Row(long Id, string Title, string Language, string? Department, int Taken);
}

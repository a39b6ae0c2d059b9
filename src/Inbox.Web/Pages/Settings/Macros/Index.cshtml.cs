using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Web.Pages.Palette;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Macros;

public sealed class IndexModel(IMediator mediator, InboxDb db, Rulebook rulebook) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Macros { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var macros = await db.Macros.AsNoTracking().Where(m => m.OwnerId == null).OrderBy(m => m.Name).ToListAsync(cancellationToken);
        var words = await MacroWords.ReadAsync(db, macros, await rulebook.GetAsync(cancellationToken), cancellationToken);
        var departments = await db.Departments.ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
        Macros = macros.ConvertAll(m => new Row(m.Id, m.Name, m.DepartmentId is { } id ? departments[id] : null, words.Of(m)));
    }

    public sealed record Row(long Id, string Name, string? Department, IReadOnlyList<string> Does);
}

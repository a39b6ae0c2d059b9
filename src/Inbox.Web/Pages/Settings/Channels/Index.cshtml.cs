using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

public sealed class IndexModel(IMediator mediator, InboxDb db, IEnumerable<IChannel> kinds, TimeProvider time) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Channels { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.Now();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var icons = kinds.ToDictionary(k => k.Kind, k => k.Traits.Icon, StringComparer.Ordinal);
        var rows = await db.Channels
            .Join(db.Departments, c => c.DepartmentId, d => d.Id, (c, d) => new { c, d })
            .OrderBy(x => x.c.Name)
            .Select(x => new Row(x.c.Id, x.c.Name, x.c.Kind, "", x.d.Name, x.d.Hue, x.c.Address, x.c.Enabled, x.c.Problem, x.c.LastPolledAt))
            .ToListAsync(cancellationToken);
        Channels = rows.ConvertAll(r => r with { Icon = icons.GetValueOrDefault(r.Kind, "door-open") });
    }

    public sealed record Row(
        long Id, string Name, string Kind, string Icon, string Department, int Hue, string Address, bool Enabled, string? Problem, DateTimeOffset? LastPolledAt);
}

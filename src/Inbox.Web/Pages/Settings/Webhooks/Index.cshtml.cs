using Inbox.Core.Data;
using Inbox.Core.Webhooks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Webhooks;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    public IReadOnlyList<Row> Webhooks { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Webhooks = await db.Webhooks.OrderBy(w => w.Name)
            .Select(w => new Row(
                w.Id, w.Name, w.Host, w.Format, w.FailsSince, w.Problem,
                db.WebhookDeliveries.Count(d => d.WebhookId == w.Id && d.State == WebhookState.Pending),
                db.WebhookDeliveries.Count(d => d.WebhookId == w.Id && d.State == WebhookState.Failed)))
            .ToListAsync(cancellationToken);

    public sealed record Row(long Id, string Name, string Host, WebhookFormat Format, DateTimeOffset? FailsSince, string? Problem, int Waiting, int GivenUp);
}

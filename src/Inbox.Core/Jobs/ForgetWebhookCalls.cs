using Inbox.Core.Data;
using Inbox.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>Calls to webhooks that were made a month ago, or given up three months ago, go.</summary>
internal sealed class ForgetWebhookCalls(InboxDb db, TimeProvider time) : IJob
{
    public string Name => "forget-webhook-calls";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (sent, failed) = (time.Now().AddDays(-30), time.Now().AddDays(-90));
        await db.WebhookDeliveries
            .Where(d => (d.State == WebhookState.Sent && d.SentAt < sent) || (d.State == WebhookState.Failed && d.CreatedAt < failed))
            .ExecuteDeleteAsync(cancellationToken);
        return false;
    }
}

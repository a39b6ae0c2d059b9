using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Webhooks;

/// <summary>What is owed to webhooks: taken by one node per webhook at a time, and how each attempt ended.</summary>
internal sealed class WebhookQueue(InboxDb db, TimeProvider time)
{
    /// <summary>A node that died gives its webhooks back after this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    /// <summary>Leases webhooks that something is owed to now.</summary>
    public Task<List<Webhook>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        var (now, lease) = (time.Now(), time.Now() + Lease);
        return db.Webhooks.FromSql(
            $"""
            UPDATE webhooks SET lease_until = {lease}
            WHERE id IN (
                SELECT id FROM webhooks w
                WHERE next_try_at <= {now} AND (lease_until IS NULL OR lease_until < {now})
                  AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'Pending' AND d.not_before <= {now})
                ORDER BY next_try_at LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    public Task<WebhookDelivery?> NextAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return db.WebhookDeliveries.AsNoTracking()
            .Where(d => d.WebhookId == webhook.Id && d.State == WebhookState.Pending && d.NotBefore <= now)
            .OrderBy(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public Task<int> ReleaseAsync(Webhook webhook, CancellationToken cancellationToken) => db.Webhooks
        .Where(w => w.Id == webhook.Id && w.LeaseUntil == webhook.LeaseUntil)
        .ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseUntil, (DateTimeOffset?)null), cancellationToken);

    /// <summary>The far side took it. Whatever was wrong before is over.</summary>
    public async Task SentAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await db.WebhookDeliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, WebhookState.Sent).SetProperty(d => d.SentAt, now).SetProperty(d => d.Attempts, d => d.Attempts + 1).SetProperty(d => d.Detail, (string?)null),
            cancellationToken);
        await db.Webhooks.Where(w => w.Id == delivery.WebhookId && w.FailsSince != null).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Failures, 0).SetProperty(w => w.FailsSince, (DateTimeOffset?)null).SetProperty(w => w.Problem, (string?)null)
                .SetProperty(w => w.GivenUpAt, (DateTimeOffset?)null),
            cancellationToken);
    }

    /// <summary>
    /// It did not get through. What the far side refuses waits by itself and lets the others pass; where nothing gets
    /// through, all of them wait. After a day a call is given up, and the administrators are told once.
    /// </summary>
    public async Task FailedAsync(WebhookDelivery delivery, WebhookResult result, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var webhook = await db.Webhooks.FromSql($"SELECT * FROM webhooks WHERE id = {delivery.WebhookId} FOR UPDATE").SingleAsync(cancellationToken);
        var (now, said) = (time.Now(), Words.Cut(Words.Storable(result.Said), 1000));
        var alone = result.Outcome == WebhookOutcome.Refused;
        var next = alone ? now + Wait(delivery.Attempts + 1, result.After) : delivery.NotBefore;
        await db.WebhookDeliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Attempts, d => d.Attempts + 1).SetProperty(d => d.Detail, said).SetProperty(d => d.NotBefore, next), cancellationToken);
        (webhook.Problem, webhook.FailsSince) = (said, webhook.FailsSince ?? now);
        if (!alone)
        {
            webhook.Failures++;
            webhook.NextTryAt = now + Wait(webhook.Failures, result.After);
        }

        var oldest = now - GiveUpAfter;
        var givenUp = await db.WebhookDeliveries
            .Where(d => d.WebhookId == webhook.Id && d.State == WebhookState.Pending && d.CreatedAt < oldest && (!alone || d.Id == delivery.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, WebhookState.Failed).SetProperty(d => d.Detail, said), cancellationToken);
        if (givenUp > 0 && webhook.GivenUpAt is null)
        {
            webhook.GivenUpAt = now;
            var admins = await db.Users.Where(a => a.DisabledAt == null && a.Role == Role.Admin).Select(a => a.Id).ToListAsync(cancellationToken);
            var text = Words.Cut($"The webhook {webhook.Name} has not worked for a day, and calls are given up: {said}", 1000);
            db.Notifications.AddRange(admins.Select(id => new Notification { AgentId = id, Kind = NotificationKind.ChannelTrouble, At = now, Text = text }));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        var wait = asked ?? FirstWait * Math.Pow(2, Math.Min(attempt, 16) - 1);
        return wait < LongestWait ? wait : LongestWait;
    }
}

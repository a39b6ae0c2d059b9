using System.Diagnostics;
using Inbox.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Webhooks;

/// <summary>Makes the calls that are owed to webhooks: each webhook by one node at a time and in order, at least once.</summary>
public sealed partial class WebhookWorker(IServiceScopeFactory scopes, IWebhookSender sender, WebhookSecrets secrets, TimeProvider time, ILogger<WebhookWorker> logger)
    : PlacesWorker(places: 4, idle: TimeSpan.FromMilliseconds(500), gathering: TimeSpan.FromMilliseconds(500))
{
    /// <summary>A call may take ten seconds, so the last of a turn ends within the lease.</summary>
    private static readonly TimeSpan Turn = WebhookQueue.Lease - TimeSpan.FromSeconds(12);

    protected override async Task<IReadOnlyList<Task>> StartDueAsync(int free, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var claimed = await scope.ServiceProvider.GetRequiredService<WebhookQueue>().ClaimAsync(free, cancellationToken);
        return [.. claimed.Select(w => ServeAsync(w, cancellationToken))];
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    /// <summary>Makes the calls of one webhook that this node leases. What it leaves is taken again when the lease has run out.</summary>
    private async Task ServeAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var queue = scope.ServiceProvider.GetRequiredService<WebhookQueue>();
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < Turn && await queue.NextAsync(webhook, cancellationToken) is { } next)
            {
                var result = secrets.TryCall(webhook, next.Key, next.Facts, time.Now(), out var call)
                    ? await sender.SendAsync(call, cancellationToken)
                    : new WebhookResult(WebhookOutcome.Unreachable, "Its address was protected by a key that is lost. Give it again.");
                LogCalled(logger, webhook.Id, next.Id, result.Outcome);
                if (result.Outcome == WebhookOutcome.Sent)
                {
                    await queue.SentAsync(next, cancellationToken);
                    continue;
                }

                await queue.FailedAsync(next, result, cancellationToken);
                if (result.Outcome == WebhookOutcome.Unreachable)
                {
                    break;
                }
            }

            await queue.ReleaseAsync(webhook, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogPause(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks pause: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook {WebhookId}, delivery {DeliveryId}: {Outcome}")]
    private static partial void LogCalled(ILogger logger, long webhookId, long deliveryId, WebhookOutcome outcome);
}

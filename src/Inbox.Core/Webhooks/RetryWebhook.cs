using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Webhooks;

/// <summary>Makes the calls of a webhook that wait or were given up again, now: one of them or all.</summary>
public static class RetryWebhook
{
    /// <param name="DeliveryId">Null means all.</param>
    public sealed record Command(long WebhookId, long? DeliveryId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var found = await settings.FindAsync<Webhook>(request.WebhookId, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var now = time.Now();
            await db.WebhookDeliveries
                .Where(d => d.WebhookId == request.WebhookId && d.State != WebhookState.Sent && (request.DeliveryId == null || d.Id == request.DeliveryId))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, WebhookState.Pending).SetProperty(d => d.NotBefore, now), cancellationToken);
            found.Value.TryNow(now);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : default(Done);
        }
    }
}

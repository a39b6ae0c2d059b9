using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Webhooks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Webhooks;

/// <summary>Makes one call that tells of nothing, with address and secret as they are stored. Nothing is kept of it.</summary>
internal static class TryWebhook
{
    public sealed record Query(long WebhookId, Actor Actor) : IRequest<Tried?>;

    /// <param name="Said">In plain words.</param>
    public sealed record Tried(bool Sent, string Said);

    internal sealed class Handler(InboxDb db, IWebhookSender sender, WebhookSecrets secrets, TimeProvider time) : IRequestHandler<Query, Tried?>
    {
        public async Task<Tried?> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin || await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.WebhookId, cancellationToken) is not { } webhook)
            {
                return null;
            }

            if (!secrets.TryCall(webhook, $"msg_{Guid.NewGuid():N}", [], time.Now(), out var call))
            {
                return new Tried(false, "Its address was protected by a key that is lost. Give it again.");
            }

            var result = await sender.SendAsync(call, cancellationToken);
            return result.Outcome == WebhookOutcome.Sent
                ? new Tried(true, $"{webhook.Host} took it.")
                : new Tried(false, result.Said ?? "The far side refused it.");
        }
    }
}

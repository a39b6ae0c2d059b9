using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Webhooks;

/// <summary>Deletes a webhook that no policy calls any more, with what waited for it.</summary>
public static class DeleteWebhook
{
    public sealed record Command(long Id, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, SettingsChange settings) : IRequestHandler<Command, Result<Done>>
    {
        public Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken) =>
            settings.DeleteAsync<Webhook>(request.Id, request.Actor, webhook => GoAsync(webhook, cancellationToken), cancellationToken);

        private async Task<Error?> GoAsync(Webhook webhook, CancellationToken cancellationToken)
        {
            var policies = await db.SlaPolicies.AsNoTracking().OrderBy(p => p.Position).ToListAsync(cancellationToken);
            if (policies.Find(p => p.Steps.Exists(s => s.WebhookId == webhook.Id)) is { } user)
            {
                return new Error(ErrorKind.Conflict, "webhook_in_use", $"The policy “{user.Name}” calls {webhook.Name}. Take the step out first.");
            }

            return null;
        }
    }
}

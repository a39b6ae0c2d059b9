using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Webhooks;

/// <summary>Adds a webhook or changes one. What waits for it leaves at once.</summary>
public static class SaveWebhook
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Address">Blank keeps the stored one.</param>
    /// <param name="NewSecret">Makes a new signing secret; a signed webhook without one gets one anyway.</param>
    public sealed record Command(long? Id, int Revision, string Name, WebhookFormat Format, string? Address, bool NewSecret, Actor Actor) : ICommand<Saved>;

    /// <param name="Secret">The new signing secret, to be shown this once; null where it has not changed.</param>
    public sealed record Saved(long Id, string? Secret);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db, IWebhookSender sender)
        {
            RuleFor(c => c.Name).IsName();
            RuleFor(c => c.Name)
                .MustAsync(async (c, name, ct) => await db.Webhooks.Where(w => w.Id != c.Id).Select(w => w.Name).LacksAsync(name, ct))
                .WithMessage("Another webhook has this name.");
            RuleFor(c => c.Address).Custom((address, context) =>
            {
                var given = SettingsRules.OrNull(address);
                var problem = given is not null ? sender.Refuse(given) : context.InstanceToValidate.Id is null ? "Give the address to call." : null;
                if (problem is not null)
                {
                    context.AddFailure(problem);
                }
            });
        }
    }

    internal sealed class Handler(InboxDb db, SettingsChange settings, WebhookSecrets secrets, TimeProvider time) : IRequestHandler<Command, Result<Saved>>
    {
        public async Task<Result<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<Webhook>(id, request.Revision, cancellationToken)
                : db.Webhooks.Add(new Webhook { Name = "", Address = "", Host = "" }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var webhook = opened.Value;
            (webhook.Name, webhook.Format) = (request.Name.Trim(), request.Format);
            if (SettingsRules.OrNull(request.Address) is { } address)
            {
                (webhook.Address, webhook.Host) = (secrets.Protect(address), new Uri(address).GetLeftPart(UriPartial.Authority));
            }

            var secret = request.Format == WebhookFormat.Json && (request.NewSecret || webhook.Secret is null) ? WebhookSecrets.NewSecret() : null;
            webhook.Secret = request.Format == WebhookFormat.Json ? (secret is null ? webhook.Secret : secrets.Protect(secret)) : null;
            webhook.TryNow(time.Now());
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : new Saved(webhook.Id, secret);
        }
    }
}

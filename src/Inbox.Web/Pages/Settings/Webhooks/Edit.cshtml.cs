using Inbox.Core.Data;
using Inbox.Core.Sla;
using Inbox.Core.Webhooks;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Webhooks;

public sealed class EditModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    private const int MostCalls = 50;

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Shown once, in the answer to the form that made it; never stored readable.</summary>
    public string? NewSecret { get; private set; }

    public long SavedId { get; private set; }

    public IReadOnlyList<Call> Calls { get; private set; } = [];

    public DateTimeOffset? LastSent { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var found = await db.Webhooks.Where(w => w.Id == id)
                .Select(w => new Form { Revision = w.Revision, Name = w.Name, Format = w.Format, Host = w.Host })
                .FirstOrDefaultAsync(cancellationToken);
            if (found is null)
            {
                return NotFound();
            }

            Input = found;
        }

        await ReadCallsAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(
            new SaveWebhook.Command(Id, Input.Revision, Input.Name ?? "", Input.Format, Input.Address, Input.NewSecret, Me), field: null, cancellationToken);
        if (saved is not { } done)
        {
            await ReadCallsAsync(cancellationToken);
            return Page();
        }

        if (done.Value.Secret is { } secret)
        {
            (NewSecret, SavedId) = (secret, done.Value.Id);
            Response.Headers.CacheControl = "no-store";
            return Page();
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect(Id is null ? $"/settings/webhooks/{done.Value.Id}" : "/settings/webhooks");
    }

    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancellationToken)
    {
        var outcome = Id is { } id ? await AskAsync(new TryWebhook.Query(id, Me), cancellationToken) : null;
        return outcome is null ? NotFound() : Partial("Settings/Webhooks/_Tried", outcome);
    }

    public Task<IActionResult> OnPostRetryAsync(long? delivery, CancellationToken cancellationToken) =>
        DoAsync(new RetryWebhook.Command(Id ?? 0, delivery, Me), () => ShowCallsAsync(cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        DoAsync(new DeleteWebhook.Command(Id ?? 0, Me), () => Task.FromResult(GoTo("/settings/webhooks")), cancellationToken);

    private async Task<IActionResult> ShowCallsAsync(CancellationToken cancellationToken)
    {
        if (!IsHtmx)
        {
            return LocalRedirect($"/settings/webhooks/{Id}");
        }

        await ReadCallsAsync(cancellationToken);
        return Partial("Settings/Webhooks/_Calls", this);
    }

    private async Task ReadCallsAsync(CancellationToken cancellationToken)
    {
        var webhook = await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == Id, cancellationToken);
        if (webhook is null)
        {
            return;
        }

        // What is about to be made for the first time is no trouble unless the webhook itself is in some.
        var open = await db.WebhookDeliveries.AsNoTracking()
            .Where(d => d.WebhookId == webhook.Id && d.State != WebhookState.Sent && (d.Attempts > 0 || webhook.FailsSince != null))
            .OrderBy(d => d.Id).Take(MostCalls).ToListAsync(cancellationToken);
        Calls = open.ConvertAll(d => new Call(
            d.Id, d.Facts is [var one] ? one.Text : LateDigest.Of(d.Facts), d.State, d.Attempts, d.CreatedAt, d.NotBefore > webhook.NextTryAt ? d.NotBefore : webhook.NextTryAt, d.Detail));
        LastSent = await db.WebhookDeliveries.Where(d => d.WebhookId == webhook.Id && d.State == WebhookState.Sent).MaxAsync(d => d.SentAt, cancellationToken);
    }

    public sealed class Form
    {
        public int Revision { get; set; }

        public string? Name { get; set; }

        public WebhookFormat Format { get; set; }

        public string? Address { get; set; }

        /// <summary>Of the stored address, for words on the page.</summary>
        public string? Host { get; set; }

        public bool NewSecret { get; set; }
    }

    /// <param name="Next">When it is tried again.</param>
    public sealed record Call(long Id, string Tells, WebhookState State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset Next, string? Detail);
}

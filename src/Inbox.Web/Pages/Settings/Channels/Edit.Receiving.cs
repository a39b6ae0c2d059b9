using Inbox.Channels.Email.Receiving;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>How a door that stays connected stands, and a look at what its settings would find.</summary>
public sealed partial class EditModel
{
    /// <summary>Null for doors that are not connected to anything.</summary>
    public LinkState? Link { get; private set; }

    /// <summary>Connects with the settings as they are typed; secrets left blank are the stored ones. Saves nothing.</summary>
    public async Task<IActionResult> OnPostCheckMailboxAsync(
        [FromServices] MailboxCheck check, [FromServices] ChannelSecrets secrets, CancellationToken cancellationToken)
    {
        var stored = Id is { } id ? await db.Channels.Where(c => c.Id == id).Select(c => c.Settings).FirstOrDefaultAsync(cancellationToken) : null;
        MailboxFindings findings;
        if (ModelState.GetFieldValidationState("Input.Email.ImapPort") == ModelValidationState.Invalid)
        {
            findings = new MailboxFindings { Field = "imapPort", Problem = "Give a whole number." };
        }
        else if (!secrets.TryReveal(secrets.Protect(Typed(), stored), out var settings))
        {
            findings = new MailboxFindings { Field = "imapPassword", Problem = "The stored password can no longer be read. Type it again." };
        }
        else
        {
            findings = await check.RunAsync(settings, cancellationToken);
        }

        return Partial("Settings/Channels/_MailboxFindings", findings with { Folder = Input.Email.ImapFolder ?? "" });
    }

    private async Task ReadLinkAsync(CancellationToken cancellationToken)
    {
        var channel = await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Id == Id, cancellationToken);
        if (channel is null || !channel.Enabled || !kinds.Any(k => k.Kind == channel.Kind && k is IConnectedChannel kind && kind.Connects(channel.Settings)))
        {
            return;
        }

        var link = await db.ChannelLinks.AsNoTracking().FirstOrDefaultAsync(l => l.ChannelId == channel.Id, cancellationToken);
        Link = new LinkState(channel.Id, link?.ConnectedAt, link?.LastReceivedAt, link?.FailingSince, link?.RetryAt, link?.AccessUntil);
    }

    public sealed record LinkState(
        long ChannelId, DateTimeOffset? ConnectedAt, DateTimeOffset? LastReceivedAt, DateTimeOffset? FailingSince, DateTimeOffset? RetryAt, DateTimeOffset? AccessUntil);
}

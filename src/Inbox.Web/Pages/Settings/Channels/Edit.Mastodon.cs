using Inbox.Channels.Mastodon;
using Inbox.Core;
using Inbox.Core.Channels;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>Connects an account on Mastodon, and tries one.</summary>
public sealed partial class EditModel
{
    private const string Findings = "Settings/Channels/_MastodonFindings";

    /// <summary>Asks with the settings as they are typed; a token left blank is the stored one. Saves nothing.</summary>
    public async Task<IActionResult> OnPostCheckMastodonAsync([FromServices] MastodonCheck check, [FromServices] ChannelSecrets secrets, CancellationToken cancellationToken)
    {
        var stored = Id is { } id ? await db.Channels.Where(c => c.Id == id).Select(c => c.Settings).FirstOrDefaultAsync(cancellationToken) : null;
        return Partial(Findings, secrets.TryReveal(secrets.Protect(Typed(), stored), out var settings)
            ? await check.RunAsync(Input.Address ?? "", settings, cancellationToken)
            : new MastodonFindings { Field = "tokenSecret", Problem = "The stored access token can no longer be read. Connect the account again." });
    }

    /// <summary>Sends the browser to the account's server; it comes back to <see cref="ConnectedModel"/>.</summary>
    public async Task<IActionResult> OnPostConnectMastodonAsync(
        [FromServices] MastodonConnection connection, [FromServices] MastodonAttempts attempts, [FromServices] PublicAddress home, CancellationToken cancellationToken)
    {
        if (await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Id == Id && c.Kind == KindForms.Mastodon, cancellationToken) is not { } channel)
        {
            return NotFound();
        }

        var here = home.Url.Length > 0 ? home.Url : $"{Request.Scheme}://{Request.Host}";
        try
        {
            var attempt = await connection.BeginAsync(channel.Address, channel.Settings, new Uri(here + ConnectedModel.Path), cancellationToken);
            attempts.Remember(HttpContext, new MastodonAttempts.Pending(channel.Id, Me.AgentId, attempt));
            var page = MastodonConnection.PageOf(attempt).AbsoluteUri;
            if (!IsHtmx)
            {
                return Redirect(page);
            }

            // Not a redirect of the form: our policy lets forms go nowhere but here.
            Response.Headers["HX-Redirect"] = page;
            return new NoContentResult();
        }
        catch (MastodonRefusal e)
        {
            return Partial(Findings, new MastodonFindings { Field = "server", Problem = e.Message });
        }
    }
}

using Inbox.Channels.Bluesky;
using Inbox.Core.Channels;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>A look at the account that the settings name.</summary>
public sealed partial class EditModel
{
    /// <summary>Logs in with the settings as they are typed; a password left blank is the stored one. Saves nothing.</summary>
    public async Task<IActionResult> OnPostCheckBlueskyAsync([FromServices] BlueskyCheck check, [FromServices] ChannelSecrets secrets, CancellationToken cancellationToken)
    {
        var stored = Id is { } id ? await db.Channels.Where(c => c.Id == id).Select(c => c.Settings).FirstOrDefaultAsync(cancellationToken) : null;
        var findings = secrets.TryReveal(secrets.Protect(Typed(), stored), out var settings)
            ? await check.RunAsync(Input.Address ?? "", settings, cancellationToken)
            : new BlueskyFindings { Problem = "The stored app password can no longer be read. Type it again." };
        return Partial("Settings/Channels/_BlueskyFindings", findings);
    }
}

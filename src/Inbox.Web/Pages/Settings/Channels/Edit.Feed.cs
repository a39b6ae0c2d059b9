using Inbox.Channels.Feeds.Discovery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>The feeds of a page, and what watch words would take of one.</summary>
public sealed partial class EditModel
{
    /// <summary>Looks for the feeds of the address as it is typed. Saves nothing.</summary>
    public async Task<IActionResult> OnPostFindFeedsAsync(CancellationToken cancellationToken) =>
        Partial("Settings/Channels/_FeedsFound", await discovery.FindAsync(Input.Address ?? "", cancellationToken));

    /// <summary>Tries the words as they are typed on what the feed holds now. Saves nothing.</summary>
    public async Task<IActionResult> OnPostTryFeedAsync([FromServices] FeedTrials trials, CancellationToken cancellationToken) =>
        Partial("Settings/Channels/_FeedTrial", await trials.RunAsync(Input.Address ?? "", Typed(), cancellationToken));

    /// <summary>
    /// The address of a page becomes that of its only feed; with several, or none, the form says so. An address that cannot be
    /// read now is saved as it is, for the site may be back soon.
    /// </summary>
    private async Task FindFeedAsync(CancellationToken cancellationToken)
    {
        var typed = Input.Address?.Trim() ?? "";
        if (Input.Kind != KindForms.Feed || typed.Length == 0 || await db.Channels.AnyAsync(c => c.Id == Id && c.Address == typed, cancellationToken))
        {
            return;
        }

        var findings = await discovery.FindAsync(typed, cancellationToken);
        if (findings.Feeds is [var only])
        {
            Input.Address = only.Address;
        }
        else if (findings.Feeds.Count > 1)
        {
            ModelState.AddModelError("Input.Address", $"This page has {findings.Feeds.Count} feeds. Press “Find feeds” and choose one.");
        }
        else if (!findings.Unreachable)
        {
            ModelState.AddModelError("Input.Address", findings.Problem!);
        }
    }
}

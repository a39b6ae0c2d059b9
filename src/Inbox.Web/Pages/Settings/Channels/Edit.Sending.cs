using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Departments;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>What a door sends: acknowledgements, and a message to try it out.</summary>
public sealed partial class EditModel
{
    /// <summary>How long a text may be, as the server of this channel says.</summary>
    private TextLimit? _limit;

    [BindProperty]
    public AcknowledgeForm Words { get; set; } = new();

    /// <summary>Inbox can write to customers through this door.</summary>
    public bool CanAnswer => Id is not null && kinds.Any(k => k.Kind == Input.Kind && k is ISendingChannel { Traits.CanAnswer: true });

    /// <summary>Answers by this kind of door are letters, whose files have a size.</summary>
    public bool Letters => kinds.Any(k => k.Kind == Input.Kind && k.Traits.Letters);

    /// <summary>What this kind of door can do, in words.</summary>
    public IReadOnlyList<string> Abilities => kinds.FirstOrDefault(k => k.Kind == Input.Kind) is { } kind ? [.. AbilityWords.Of(kind.Traits, _limit)] : [];

    /// <summary>How the hours of this door read in a message.</summary>
    public string Hours { get; private set; } = "";

    public async Task<IActionResult> OnPostAcknowledgeAsync(CancellationToken cancellationToken)
    {
        if (Id is not { } id)
        {
            return NotFound();
        }

        var saved = await SaveAsync(
            new SaveAcknowledgement.Command(id, Words.Revision, Words.Enabled, Words.Subject ?? "", Words.Text ?? "", Me),
            property => "Words." + property,
            cancellationToken);
        if (saved is not null)
        {
            Saved = Words.Enabled ? "Who opens a case here is told so at once." : "Nothing is sent automatically here.";
            return LocalRedirect($"/settings/channels/{id}");
        }

        // Only these words were typed; the rest of the page is as it is stored.
        var typed = Words;
        var page = await OnGetAsync(kind: null, cancellationToken);
        Words = typed;
        return page;
    }

    /// <summary>The example beside the words, as they are typed.</summary>
    public async Task<IActionResult> OnPostExampleAsync(CancellationToken cancellationToken)
    {
        await ReadHoursAsync(cancellationToken);
        return Partial("Settings/Channels/_AcknowledgeExample", this);
    }

    /// <summary>Sends one message with the stored settings, and says how far it came.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancellationToken)
    {
        var outcome = Id is { } id ? await AskAsync(new TrySending.Query(id, Me), cancellationToken) : null;
        return outcome is null ? NotFound() : Partial("Settings/Channels/_Tried", outcome);
    }

    private async Task ReadHoursAsync(CancellationToken cancellationToken)
    {
        var calendar = await (
            from c in db.Channels.Where(c => c.Id == Id)
            join d in db.Departments on c.DepartmentId equals d.Id
            join k in db.Calendars on c.CalendarId ?? d.CalendarId equals (long?)k.Id
            select k).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        Hours = AcknowledgementText.Hours(calendar);
    }
}

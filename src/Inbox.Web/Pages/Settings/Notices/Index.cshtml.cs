using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Notices;

/// <summary>By which channel Inbox writes to its own people, and what stands in the way of it.</summary>
public sealed class IndexModel(IMediator mediator, InboxDb db, Rulebook rulebook, ChannelKinds kinds, PublicAddress address, TimeProvider time) : SettingsPage(mediator)
{
    [BindProperty]
    public long? ChannelId { get; set; }

    public IReadOnlyList<SelectListItem> Channels { get; private set; } = [];

    /// <summary>The one in use; null: none can send mail.</summary>
    public string? InUse { get; private set; }

    /// <summary>Only writes mails down, since it has no mail server.</summary>
    public bool WritesDown { get; private set; }

    public string PublicUrl => address.Url;

    public int Waiting { get; private set; }

    /// <summary>Given up in the last seven days.</summary>
    public int Lost { get; private set; }

    /// <summary>What the far side said to the newest of those.</summary>
    public string? Problem { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        ChannelId = rules.Channels.Values.FirstOrDefault(c => c.SendsNotices)?.Id;
        Channels = [.. NoticeDoor.Candidates(rules, kinds).Select(c => new SelectListItem($"{c.Name} ({c.Address})", c.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
        var door = NoticeDoor.Of(rules, kinds);
        (InUse, WritesDown) = (door?.Name, door is not null && !kinds.Notices(door)!.ReachesPeople(door.Settings));
        var week = time.GetUtcNow().AddDays(-7);
        var found = await db.NoticeMails.Where(m => m.CreatedAt > week)
            .GroupBy(_ => 1)
            .Select(g => new
            {
                Waiting = g.Count(m => m.State == NoticeMailState.Pending && m.Attempts > 0),
                Lost = g.Count(m => m.State == NoticeMailState.Failed || m.State == NoticeMailState.Bounced),
            })
            .SingleOrDefaultAsync(cancellationToken);
        (Waiting, Lost) = (found?.Waiting ?? 0, found?.Lost ?? 0);
        if (Waiting + Lost > 0)
        {
            Problem = await db.NoticeMails
                .Where(m => m.CreatedAt > week && m.Detail != null && m.State != NoticeMailState.Sent)
                .OrderByDescending(m => m.Id).Select(m => m.Detail).FirstOrDefaultAsync(cancellationToken);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await SaveAsync(new SaveNoticeChannel.Command(ChannelId, Me), field: null, cancellationToken) is null)
        {
            await OnGetAsync(cancellationToken);
            return Page();
        }

        Saved = "Saved. The next mail leaves by it.";
        return LocalRedirect("/settings/notices");
    }
}

using Inbox.Channels.Email.Receiving;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>One channel's mailbox beside what was filed of it. The page stands at once; the look into the mailbox follows.</summary>
internal sealed class MailboxModel(IMediator mediator, InboxDb db) : InboxPage
{
    public Channel Door { get; private set; } = null!;

    public ChannelLink? Link { get; private set; }

    public string Folder => MailboxContents.FolderOf(Door.Settings);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        if (await db.Channels.AsNoTracking().VisibleTo(Me).FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } door || !MailboxContents.Has(door.Settings))
        {
            return NotFound();
        }

        Door = door;
        Link = await db.ChannelLinks.AsNoTracking().FirstOrDefaultAsync(l => l.ChannelId == id, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnGetLookAsync(long id, CancellationToken cancellationToken) =>
        await mediator.Send(new CompareMailbox.Query(id, Me), cancellationToken) is { } answer ? Partial("Deliveries/_Mailbox", answer) : NotFound();

    public async Task<IActionResult> OnPostFetchAsync(long id, long epoch, long[] numbers, CancellationToken cancellationToken)
    {
        var asked = await mediator.Send(new FetchItems.Command(id, epoch, numbers, Me), cancellationToken);
        return asked.IsOk ? this.GoTo(FormattableString.Invariant($"/deliveries/mailbox/{id}")) : Refuse(asked.Error);
    }
}

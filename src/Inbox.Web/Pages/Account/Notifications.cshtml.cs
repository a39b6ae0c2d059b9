using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Inbox.Web.Pages.Notifications;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Account;

/// <summary>What one hears of and how: in the page, by the browser, by mail; and when one is not to be disturbed.</summary>
internal sealed class NotificationsPage(InboxDb db, IMediator mediator, Rulebook rulebook) : InboxPage
{
    public string Email { get; private set; } = "";

    /// <summary>What became of the newest mail to this person, when it did not arrive.</summary>
    public string? MailProblem { get; private set; }

    public IReadOnlyList<(KindWords Words, NotificationChoice Choice)> Ways { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Calendars { get; private set; } = [];

    public QuietForm Quiet { get; private set; } = new();

    public static IReadOnlyList<DayOfWeek> Week { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static IReadOnlyList<(MailPace Pace, string Words)> Paces { get; } =
        [(MailPace.Never, "never"), (MailPace.AtOnce, "at once"), (MailPace.Hourly, "once an hour"), (MailPace.Daily, "once a day")];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var me = Me.AgentId!.Value;
        var found = await db.Users.Where(a => a.Id == me)
            .Select(a => new
            {
                a.Email,
                Quiet = db.QuietHours.FirstOrDefault(q => q.AgentId == me),
                Newest = db.NoticeMails.Where(m => m.AgentId == me && m.State != NoticeMailState.Pending).OrderByDescending(m => m.Id).Select(m => new { m.State, m.Detail }).FirstOrDefault(),
            })
            .SingleAsync(cancellationToken);
        var chosen = await db.NotificationChoices.AsNoTracking().Where(c => c.AgentId == me).ToDictionaryAsync(c => c.Kind, cancellationToken);
        var rules = await rulebook.GetAsync(cancellationToken);
        Email = found.Email ?? "";
        MailProblem = found.Newest is { State: NoticeMailState.Failed or NoticeMailState.Bounced } lost ? lost.Detail ?? "no reason was given" : null;
        Ways = [.. KindWords.All.Select(w => (w, chosen.GetValueOrDefault(w.Kind) ?? NotificationChoice.Usual(me, w.Kind)))];
        Calendars = [.. rules.Calendars.Values.OrderBy(c => c.Name).Select(c => new SelectListItem(c.Name, c.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), c.Id == found.Quiet?.CalendarId))];
        Quiet = QuietForm.Of(found.Quiet, await db.CompanyZoneAsync(Me.Departments.Count > 0 ? [.. Me.Departments] : [.. rules.Departments.Keys], cancellationToken));
    }

    public async Task<IActionResult> OnPostAsync([FromForm] WayForm[] ways, [FromForm] QuietForm quiet, CancellationToken cancellationToken)
    {
        var saved = await mediator.Send(
            new SaveNotificationChoices.Command([.. ways.Select(w => new SaveNotificationChoices.Way(w.Kind, w.Page, w.Browser, w.Mail))], quiet.Chosen(), Me), cancellationToken);
        return saved.IsOk ? this.Said("Saved. It holds from now on.") : Refuse(saved.Error);
    }

    /// <summary>A row of the grid. What is switched off or disabled is not sent.</summary>
    public sealed class WayForm
    {
        public NotificationKind Kind { get; set; }

        public bool Page { get; set; }

        public bool Browser { get; set; }

        public MailPace Mail { get; set; }
    }
}

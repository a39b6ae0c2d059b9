using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;

namespace Inbox.Web.Pages.Notifications;

/// <param name="Line">What was told.</param>
/// <param name="Times">How often, since it was last read.</param>
/// <param name="CaseId">The case it is about, or the one that case was joined to; null when there is none or the reader may not see it.</param>
internal sealed record NotificationRow(long Id, DateTimeOffset At, NotificationKind Kind, string Line, int Times, bool Unread, long? CaseId, bool OfNoCase)
{
    public string Text => Times == 1 ? Line : string.Create(CultureInfo.InvariantCulture, $"{Line} ({Times} times)");

    /// <summary>Where it leads: to its case; the word on many late promises to their list.</summary>
    public string? Address => CaseId is { } id ? $"/cases/{CaseNumber.Format(id)}" : OfNoCase && Kind == NotificationKind.Escalation ? "/inbox?view=due" : null;
}

internal static class NotificationRows
{
    public static IQueryable<NotificationRow> WithCases(this IQueryable<Notification> notifications, InboxDb db, Actor actor)
    {
        var visible = db.Cases.VisibleTo(actor);
        return notifications.Select(n => new NotificationRow(
            n.Id,
            n.At,
            n.Kind,
            n.Text,
            n.Times,
            n.ReadAt == null,
            visible.Where(c => c.Id == db.Cases.Where(about => about.Id == n.CaseId).Select(about => about.FoldedIntoId ?? about.Id).FirstOrDefault())
                .Select(c => (long?)c.Id)
                .FirstOrDefault(),
            n.CaseId == null));
    }
}

using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// What machines send back to mails of Inbox itself: noted on that mail, and on nothing else. It opens no case and tells
/// nobody, for a notification about a notification would go round in a ring.
/// </summary>
internal static class NoticeReports
{
    public const string Ignored = "A machine's reply to a notification of Inbox: nobody is to answer it.";

    /// <summary>Whether it is one; then it was noted and is done with.</summary>
    public static bool Took(FilingBatch batch, ParsedDelivery parsed)
    {
        if (parsed.Message.AboutNotice is not { } noticeId || !parsed.Message.Automatic.IsAutomatic())
        {
            return false;
        }

        if (parsed.Message.MoreBounces.Prepend(parsed.Message.Bounce).OfType<Bounce>().FirstOrDefault(b => b.Failed) is { } bounce)
        {
            batch.NoticeBounces[noticeId] = Words.Storable(Words.Cut(bounce.Reason.Length > 0 ? bounce.Reason : bounce.Status, 300));
        }

        return true;
    }

    public static async Task MarkAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        foreach (var (id, reason) in batch.NoticeBounces)
        {
            await db.NoticeMails.Where(m => m.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.State, NoticeMailState.Bounced).SetProperty(m => m.Detail, reason), cancellationToken);
        }
    }
}

using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>What was read three months ago, or stood unread for a year, goes, and mails of a month ago. What they told of stays on the case.</summary>
internal sealed class ForgetNotifications(InboxDb db, TimeProvider time) : IJob
{
    public string Name => "forget-notifications";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (read, unread) = (time.Now().AddDays(-90), time.Now().AddDays(-365));
        await db.Notifications.Where(n => n.ReadAt < read || n.At < unread).ExecuteDeleteAsync(cancellationToken);
        var mailed = time.Now().AddDays(-30);
        await db.NoticeMails.Where(m => m.CreatedAt < mailed && m.State != NoticeMailState.Pending).ExecuteDeleteAsync(cancellationToken);
        return false;
    }
}

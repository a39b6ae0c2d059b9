using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Following;

/// <summary>
/// Tells followers what happened. What is unread of a case stays one line that grows by a few words, so that a busy case
/// fills nobody's list.
/// </summary>
internal static class FollowerNews
{
    /// <summary>The assignee hears of it anyway.</summary>
    public const string CustomerWrote = "the customer wrote";

    public const string Answered = "answered";

    /// <param name="db">In the transaction of the change.</param>
    /// <param name="cases">What happened on all of these.</param>
    /// <param name="what">A few words, never a customer's.</param>
    /// <param name="by">Whose act it is; they are not told.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task TellFollowersAsync(this InboxDb db, IReadOnlyCollection<Case> cases, string what, long? by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long[] ids = [.. cases.Select(c => c.Id)];
        var followers = await db.CaseFollowers.Where(f => ids.Contains(f.CaseId)).Select(f => new { f.CaseId, f.AgentId }).ToListAsync(cancellationToken);
        if (followers.Count == 0)
        {
            return;
        }

        var byCase = followers.ToLookup(f => f.CaseId, f => f.AgentId);
        await db.TellAsync(
            [
                .. cases.Select(c => new Notice(
                    NotificationKind.Followed,
                    byCase[c.Id].Where(agent => what != CustomerWrote || agent != c.AssigneeId),
                    c,
                    $"{c.Number}, which you follow: {what}",
                    by) { News = what }),
            ],
            now,
            cancellationToken);
    }
}

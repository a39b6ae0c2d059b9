using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>
/// The one place where notifications are written: one statement, however many people and cases, in the transaction of the
/// change that it tells of. Not told are whoever did it, who may not read the case, who has left, and who has switched the
/// kind off. A line that stands unread about the same case is told again instead of twice: it moves to the top and counts.
/// </summary>
internal static class Notifier
{
    private const int LongestText = 1000;

    public static Task TellAsync(this InboxDb db, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.TellAsync([notice], now, cancellationToken);

    /// <param name="db">With the transaction of the change.</param>
    /// <param name="notices">What, and whom.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task TellAsync(this InboxDb db, IReadOnlyCollection<Notice> notices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = notices.SelectMany(n => n.Receivers.Where(id => id != n.By).Distinct().Select(id => (AgentId: id, Notice: n))).ToList();
        if (told.Count == 0)
        {
            return;
        }

        var agents = told.Select(t => t.AgentId).ToArray();
        var kinds = told.Select(t => t.Notice.Kind.ToString()).ToArray();
        var cases = told.Select(t => t.Notice.Case?.Id).ToArray();
        var owners = told.Select(t => t.Notice.Case?.DepartmentId).ToArray();
        var offered = told.Select(t => t.Notice.Case?.OfferedToId).ToArray();
        var texts = told.Select(t => Words.Cut(Words.Storable(t.Notice.Text), LongestText)).ToArray();
        var news = told.Select(t => t.Notice.News).ToArray();
        var mailed = told.Select(t => NotificationChoice.Usual(t.AgentId, t.Notice.Kind).Mail != MailPace.Never).ToArray();

        // A row that somebody holds is being read or mailed just now: what is told then is a new one, and nobody waits.
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH told AS (
                SELECT t.agent_id, t.kind, t.case_id, t.text, t.news, count(*)::int AS times,
                       CASE WHEN bool_or(COALESCE(h.mail <> 'Never', t.mailed)) THEN {now} END AS mail_at
                FROM unnest({agents}, {kinds}, {cases}, {owners}, {offered}, {texts}, {news}, {mailed}) AS t (agent_id, kind, case_id, owner_id, offered_id, text, news, mailed)
                JOIN agents a ON a.id = t.agent_id AND a.disabled_at IS NULL
                LEFT JOIN departments d ON d.id = t.owner_id
                LEFT JOIN notification_choices h ON h.agent_id = t.agent_id AND h.kind = t.kind
                WHERE COALESCE(h.page, true) AND (t.case_id IS NULL OR CASE
                    WHEN a.role <> 'Admin'
                        AND EXISTS (SELECT FROM agent_departments m WHERE m.agent_id = a.id)
                        AND NOT EXISTS (SELECT FROM agent_departments m JOIN departments o ON o.id = m.department_id WHERE m.agent_id = a.id AND NOT o.external)
                    THEN EXISTS (SELECT FROM agent_departments m WHERE m.agent_id = a.id AND m.department_id IN (t.owner_id, t.offered_id))
                    ELSE NOT d.confidential OR EXISTS (SELECT FROM agent_departments m WHERE m.agent_id = a.id AND m.department_id IN (t.owner_id, t.offered_id))
                        OR EXISTS (SELECT FROM case_readers r WHERE r.case_id = t.case_id AND r.agent_id = a.id) END)
                GROUP BY t.agent_id, t.kind, t.case_id, t.text, t.news
            ), known AS (
                SELECT n.id, t.times, t.mail_at, t.text, t.news
                FROM told t JOIN notifications n ON n.agent_id = t.agent_id AND n.case_id = t.case_id AND n.read_at IS NULL AND n.kind = t.kind AND (n.text = t.text OR t.news IS NOT NULL)
                FOR UPDATE OF n SKIP LOCKED
            ), again AS (
                UPDATE notifications n
                SET id = nextval(pg_get_serial_sequence('notifications', 'id')), at = {now}, mail_at = COALESCE(n.mail_at, k.mail_at), read_at = NULL,
                    times = CASE WHEN k.news IS NULL THEN n.times + k.times ELSE n.times END,
                    text = CASE WHEN k.news IS NULL OR strpos(n.text, k.news) > 0 THEN n.text ELSE left(n.text || ', ' || k.news, {LongestText}) END
                FROM known k WHERE n.id = k.id
                RETURNING n.agent_id, n.kind, n.case_id, k.text
            )
            INSERT INTO notifications (agent_id, kind, case_id, at, text, times, mail_at)
            SELECT t.agent_id, t.kind, t.case_id, {now}, t.text, t.times, t.mail_at
            FROM told t LEFT JOIN again g ON g.agent_id = t.agent_id AND g.kind = t.kind AND g.case_id = t.case_id AND g.text = t.text
            WHERE g.agent_id IS NULL
            """,
            cancellationToken);
    }
}

using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Demo;

/// <summary>What holds in every database of Inbox, counted in SQL: each check finds the rows that break it.</summary>
internal static class Consistency
{
    public static readonly (string Rule, string Violations)[] Checks =
    [
        ("a case is due when its first running clock is",
            """
            SELECT count(*)::int AS "Value" FROM cases c
            WHERE c.next_due_at <> coalesce((SELECT min(k.due_at) FROM sla_clocks k WHERE k.case_id = c.id AND k.stopped_at IS NULL AND k.resumed_at IS NOT NULL), 'infinity')
            """),
        ("a stopped clock has an outcome and no running one has",
            """SELECT count(*)::int AS "Value" FROM sla_clocks WHERE (stopped_at IS NULL) <> (outcome IS NULL) OR stopped_at < started_at"""),
        ("a clock that stopped late is breached, one that was met in time is not",
            """SELECT count(*)::int AS "Value" FROM sla_clocks WHERE (outcome = 'MetLate' AND breached_at IS NULL) OR (outcome = 'Met' AND breached_at IS NOT NULL)"""),
        ("cases at rest have no clock that runs",
            """SELECT count(*)::int AS "Value" FROM sla_clocks k JOIN cases c ON c.id = k.case_id WHERE NOT c.is_open AND k.stopped_at IS NULL"""),
        ("a New case owes its first reply",
            """
            SELECT count(*)::int AS "Value" FROM cases c
            WHERE c.status = 'New' AND NOT EXISTS (SELECT 1 FROM sla_clocks k WHERE k.case_id = c.id AND k.metric = 'FirstReply' AND k.stopped_at IS NULL)
            """),
        ("a case counts its messages",
            """SELECT count(*)::int AS "Value" FROM cases c WHERE c.message_count <> (SELECT count(*) FROM messages m WHERE m.case_id = c.id)"""),
        ("an open offer is known to its case",
            """
            SELECT count(*)::int AS "Value" FROM cases c FULL JOIN (SELECT * FROM handoffs WHERE state = 'Offered') h ON h.case_id = c.id
            WHERE c.offered_to_id IS DISTINCT FROM h.to_department_id
            """),
        ("every mail has its key, which names it",
            """
            SELECT count(*)::int AS "Value" FROM messages m JOIN channels ch ON ch.id = m.channel_id
            WHERE ch.kind = 'email' AND m.direction <> 'Note' AND NOT EXISTS (
                SELECT 1 FROM thread_keys t WHERE t.scope = 'mail' AND t.key_hash = sha256(convert_to(m.external_id, 'UTF8')) AND t.message_id = m.id AND t.case_id = m.case_id)
            """),
        ("every message can be found by its words",
            """SELECT count(*)::int AS "Value" FROM messages m LEFT JOIN message_search s ON s.message_id = m.id AND s.case_id IS NOT DISTINCT FROM m.case_id WHERE s.message_id IS NULL"""),
        ("the messages of a case are numbered in the order of their time",
            """
            SELECT count(*)::int AS "Value" FROM (SELECT received_at < lag(received_at) OVER (PARTITION BY case_id ORDER BY id) AS back FROM messages WHERE case_id IS NOT NULL) m WHERE back
            """),
        ("every answer by mail has its delivery",
            """
            SELECT count(*)::int AS "Value" FROM messages m LEFT JOIN outbound_deliveries d ON d.message_id = m.id
            WHERE m.direction = 'Outbound' AND m.call IS NULL AND (d.id IS NULL OR (d.state = 'Sent') <> (m.failure IS NULL))
            """),
    ];

    public static Task<int> ViolationsAsync(this InboxDb db, string check) => db.Database.SqlQueryRaw<int>(check).SingleAsync();

    /// <summary>Nothing was said, done or stopped after this time.</summary>
    public static async Task<int> AfterAsync(this InboxDb db, DateTimeOffset now) =>
        await db.Messages.CountAsync(m => m.ReceivedAt > now)
        + await db.Events.CountAsync(e => e.At > now)
        + await db.Cases.CountAsync(c => c.OpenedAt > now)
        + await db.SlaClocks.CountAsync(c => c.StoppedAt > now || c.StartedAt > now)
        + await db.Handoffs.CountAsync(h => h.OfferedAt > now || h.DecidedAt > now);
}

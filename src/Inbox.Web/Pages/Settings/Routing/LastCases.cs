using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>The messages that opened the last cases, with what routing may know of them, in one statement.</summary>
internal static class LastCases
{
    public const int Most = 1_000;

    /// <summary>Characters of each text: a trial reads a thousand at once.</summary>
    private const int ReadsUpTo = 20_000;

    /// <summary>More earlier cases than this no rule can ask for.</summary>
    private const int MostEarlier = 50;

    public sealed record Opening(long Id, string Subject, RoutingFacts Facts);

    /// <summary>Newest first. Cases that follow up a closed one are not routed, and those that were joined to another are that other.</summary>
    public static async Task<IReadOnlyList<Opening>> ReadAsync(InboxDb db, Actor actor, bool withEarlier, CancellationToken cancellationToken)
    {
        var hidden = actor.HiddenIds;
        var rows = await db.Database
            .SqlQuery<Row>($"""
                SELECT c.id AS "Id", c.subject AS "CaseSubject", m.channel_id AS "ChannelId", m.subject AS "Subject", left(m.reply_text, {ReadsUpTo}) AS "Body",
                    m.from_address AS "Sender", m.reach AS "Reach", p."group" AS "CustomerGroup", m.received_at AS "At",
                    ARRAY(SELECT t ->> 'address' FROM jsonb_array_elements(m."to" || m.cc) AS t) AS "Recipients",
                    ARRAY(SELECT a.name FROM attachments a WHERE a.message_id = m.id AND NOT a.inline ORDER BY a.id) AS "FileNames",
                    ARRAY(SELECT a.content_type FROM attachments a WHERE a.message_id = m.id AND NOT a.inline ORDER BY a.id) AS "FileTypes",
                    CASE WHEN {withEarlier} THEN ARRAY(
                        SELECT e.opened_at FROM cases e
                        WHERE e.customer_id = c.customer_id AND e.id < c.id AND e.status <> 'Spam' AND e.folded_into_id IS NULL
                        ORDER BY e.id DESC LIMIT {MostEarlier}) ELSE ARRAY[]::timestamptz[] END AS "Earlier"
                FROM (
                    SELECT id, subject, customer_id FROM cases
                    WHERE folded_into_id IS NULL AND follow_up_of_id IS NULL AND department_id <> ALL({hidden})
                    ORDER BY id DESC LIMIT {Most}) c
                CROSS JOIN LATERAL (SELECT * FROM messages WHERE case_id = c.id AND direction = 'Inbound' ORDER BY id LIMIT 1) m
                LEFT JOIN customers p ON p.id = c.customer_id
                ORDER BY c.id DESC
                """)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new Opening(r.Id, r.CaseSubject, new RoutingFacts(r.ChannelId, r.Subject, r.Body, r.Sender, r.Reach)
        {
            Recipients = r.Recipients,
            Files = [.. r.FileNames.Zip(r.FileTypes, (name, type) => new RoutingFile(name, type))],
            CustomerGroup = r.CustomerGroup,
            EarlierCases = r.Earlier,
            At = r.At,
        }));
    }

    private sealed record Row(
        long Id, string CaseSubject, long ChannelId, string Subject, string Body, string Sender, long Reach, string? CustomerGroup, DateTimeOffset At,
        string[] Recipients, string[] FileNames, string[] FileTypes, DateTimeOffset[] Earlier);
}

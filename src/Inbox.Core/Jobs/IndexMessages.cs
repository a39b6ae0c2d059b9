using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Jobs;

/// <summary>Fills the search text after filing, in batches, and only while no flood is being filed. Words are indexed up to 100 KB a message.</summary>
internal sealed class IndexMessages(InboxDb db) : IJob
{
    /// <summary>SQL over a row <c>m</c> of messages.</summary>
    public const string WordsOfMessage = "to_tsvector('simple', left(concat_ws(' ', m.subject, m.from_name, m.from_address, m.reply_text), 100000))";

    private const int Batch = 500;

    /// <summary>Messages looked at again, since ids commit out of order.</summary>
    private const int LookBack = 2000;
    private const int FloodOf = 300;

    public string Name => "index-messages";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    /// <summary>Both sides are cut off first: the planner cannot tell how few lie behind the bound, and would read a whole index each second.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (await db.InboundDeliveries.Where(d => d.State == InboundState.Pending).OrderBy(d => d.Id).Skip(FloodOf).AnyAsync(cancellationToken))
        {
            return false;
        }

        var indexed = await db.Database.ExecuteSqlRawAsync(
            $$"""
            INSERT INTO message_search (message_id, case_id, words)
            SELECT m.id, m.case_id, {{WordsOfMessage}}
            FROM messages m
            WHERE m.id IN (
                SELECT c.id FROM (
                    SELECT id FROM messages
                    WHERE id > (SELECT coalesce(max(message_id), 0) - {0} FROM message_search)
                    ORDER BY id LIMIT {0} + {1}
                ) c
                WHERE c.id NOT IN (SELECT r.message_id FROM (SELECT message_id FROM message_search ORDER BY message_id DESC LIMIT {0}) r)
                ORDER BY c.id LIMIT {1}
            )
            ORDER BY m.id
            ON CONFLICT DO NOTHING
            """,
            [LookBack, Batch],
            cancellationToken);
        return indexed == Batch;
    }

    /// <summary>The words of one message have changed.</summary>
    public static Task<int> AgainAsync(InboxDb db, long messageId, CancellationToken cancellationToken) => db.Database.ExecuteSqlRawAsync(
        $"UPDATE message_search s SET words = {WordsOfMessage} FROM messages m WHERE m.id = s.message_id AND m.id = {{0}}", [messageId], cancellationToken);
}

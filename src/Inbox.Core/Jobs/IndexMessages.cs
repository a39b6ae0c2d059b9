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
    private const int FloodOf = 300;

    public string Name => "index-messages";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    /// <summary>Looks back a little, since ids commit out of order.</summary>
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
            WHERE m.id > (SELECT coalesce(max(message_id), 0) - 2000 FROM message_search)
              AND NOT EXISTS (SELECT 1 FROM message_search s WHERE s.message_id = m.id)
            ORDER BY m.id LIMIT {0}
            ON CONFLICT DO NOTHING
            """,
            [Batch],
            cancellationToken);
        return indexed == Batch;
    }
}

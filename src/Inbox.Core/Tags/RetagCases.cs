using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tags;

/// <summary>Brings the cases over to the new name of a tag, a bounded number at a time.</summary>
internal sealed class RetagCases(InboxDb db, LiveNotifier live, TimeProvider time) : IJob
{
    private const int Batch = 500;

    /// <summary>A node may go on by its old rules for so long, and tag cases with the old name meanwhile.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    public string Name => "retag-cases";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var more = false;

        // In the order they were made: what became b by one may become c by the next.
        foreach (var change in await db.TagChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellationToken))
        {
            var changed = await RewriteAsync(change, cancellationToken);
            live.Publish(changed);
            if (changed.Count == Batch)
            {
                more = true;
                break;
            }

            if (time.Now() - change.At > Settled)
            {
                await db.TagChanges.Where(c => c.Id == change.Id).ExecuteDeleteAsync(cancellationToken);
            }
        }

        return more;
    }

    private async Task<List<long>> RewriteAsync(TagChange change, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<long>(
            $"""
            UPDATE cases SET tags = CASE
                WHEN {change.To}::text IS NULL OR tags @> ARRAY[{change.To}::text] THEN array_remove(tags, {change.From})
                ELSE array_replace(tags, {change.From}, {change.To}) END
            WHERE id IN (SELECT id FROM cases WHERE tags @> ARRAY[{change.From}] AND cardinality(tags) > 0 ORDER BY id LIMIT {Batch} FOR UPDATE)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
}

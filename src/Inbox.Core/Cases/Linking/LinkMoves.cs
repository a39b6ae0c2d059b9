using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Linking;

internal static class LinkMoves
{
    /// <summary>
    /// The links of a merged case lead from and to the survivor. What it is linked with already, a second parent, and a link
    /// between the two stay behind. Returns those that moved.
    /// </summary>
    public static async Task<long[]> MoveLinksAsync(this InboxDb db, long source, long target, CancellationToken cancellationToken) =>
    [
        .. await db.Database.SqlQuery<long>(
            $"""
            UPDATE case_links l
            SET from_id = CASE WHEN l.from_id = {source} THEN {target} ELSE l.from_id END,
                to_id = CASE WHEN l.to_id = {source} THEN {target} ELSE l.to_id END
            WHERE (l.from_id = {source} OR l.to_id = {source}) AND l.from_id <> {target} AND l.to_id <> {target}
                AND NOT EXISTS (
                    SELECT 1 FROM case_links o
                    WHERE (o.from_id = {target} AND o.to_id = CASE WHEN l.from_id = {source} THEN l.to_id ELSE l.from_id END)
                        OR (o.to_id = {target} AND o.from_id = CASE WHEN l.from_id = {source} THEN l.to_id ELSE l.from_id END))
                AND NOT (l.kind = 'ChildOf' AND l.from_id = {source} AND EXISTS (SELECT 1 FROM case_links p WHERE p.from_id = {target} AND p.kind = 'ChildOf'))
            RETURNING l.id AS "Value"
            """).ToListAsync(cancellationToken),
    ];
}

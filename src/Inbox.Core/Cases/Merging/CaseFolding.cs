using Inbox.Core.Access;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>Folds one case into another: its messages, keys and people move, its clocks are cancelled, its number stays as an alias.</summary>
internal static class CaseFolding
{
    /// <summary>Why the clocks of a merged case were cancelled; undo finds them by it.</summary>
    public static string Reason(long into) => $"merged into {CaseNumber.Format(into)}";

    /// <summary>Both cases are locked by this transaction; the caller saves. The row that is returned takes it back.</summary>
    public static async Task<CaseMove> FoldAsync(this InboxDb db, LockedCase from, LockedCase into, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (owed, owedHere) = (from.Clocks.OwedSince, into.Clocks.OwedSince);
        var move = new CaseMove
        {
            Kind = MoveKind.Merge,
            FromId = from.Case.Id,
            IntoId = into.Case.Id,
            ById = actor.AgentId,
            At = now,
            FromStatus = from.Case.Status,
            IntoStatus = into.Case.Status,
            IntoOwedSince = owedHere,
            FromMayBelongTo = from.Case.MayBelongToId,
            Tags = [.. from.Case.Tags.Except(into.Case.Tags, StringComparer.OrdinalIgnoreCase)],
        };
        from.Clocks.CancelAll(now, Reason(into.Case.Id));
        await MoveAllAsync(db, move, sameDepartment: from.Case.DepartmentId == into.Case.DepartmentId, cancellationToken);

        var (before, answered) = (into.Case.Status, into.Case.LastAnswerAt);
        into.Case.TakeOver(from.Case);
        if (owed is not null || from.Case.Status is CaseStatus.New or CaseStatus.Open)
        {
            into.Case.OwesForMerged(now);
            into.Clocks.StatusChanged(before, now);
        }

        if (owed is { } since && into.Case.IsOpen)
        {
            into.Clocks.OweSince(owedHere < since ? owedHere : since, now, $"merged with {from.Case.Number}, which waited longer");
        }

        if (into.Case.LastAnswerAt != answered)
        {
            into.Clocks.FollowLastAnswer(now, $"merged with {from.Case.Number}");
        }

        move.IntoStatusAfter = into.Case.Status;
        from.Case.FoldInto(into.Case.Id, now);
        db.CaseMoves.Add(move);
        from.Note(CaseEventKind.Folded, actor, now, $"into {into.Case.Number}");
        into.Note(CaseEventKind.Joined, actor, now, $"{from.Case.Number} “{from.Case.Subject}”");
        return move;
    }

    private static async Task MoveAllAsync(InboxDb db, CaseMove move, bool sameDepartment, CancellationToken cancellationToken)
    {
        var (source, target) = (move.FromId, move.IntoId);
        move.Messages = await IdsAsync(db, $"SELECT id AS \"Value\" FROM messages WHERE case_id = {source}", cancellationToken);
        move.Keys = [.. await db.Database.SqlQuery<string>(
            $"SELECT scope || ' ' || encode(key_hash, 'hex') AS \"Value\" FROM thread_keys WHERE case_id = {source} AND message_id IS NULL").ToListAsync(cancellationToken)];
        await db.MoveMessagesAsync(move.Messages, source, target, cancellationToken);
        await db.MoveKeysAsync(move.Keys, source, target, cancellationToken);
        move.Aliases = await IdsAsync(db, $"UPDATE cases SET folded_into_id = {target} WHERE folded_into_id = {source} RETURNING id AS \"Value\"", cancellationToken);
        move.Participants = await IdsAsync(db,
            $"""
            INSERT INTO participants (case_id, handle_id, state) SELECT {target}, handle_id, state FROM participants WHERE case_id = {source}
            ON CONFLICT DO NOTHING RETURNING handle_id AS "Value"
            """, cancellationToken);
        move.Followers = await IdsAsync(db,
            $"""
            INSERT INTO case_followers (case_id, agent_id, at) SELECT {target}, agent_id, at FROM case_followers WHERE case_id = {source}
            ON CONFLICT DO NOTHING RETURNING agent_id AS "Value"
            """, cancellationToken);

        // Whom one department let in, another has not.
        move.Readers = !sameDepartment ? [] : await IdsAsync(db,
            $"""
            INSERT INTO case_readers (case_id, agent_id, by_id, at) SELECT {target}, agent_id, by_id, at FROM case_readers WHERE case_id = {source}
            ON CONFLICT DO NOTHING RETURNING agent_id AS "Value"
            """, cancellationToken);

        // Who writes on both keeps two drafts: the one here goes on under the merged case when it has none of its kind.
        move.Drafts = await IdsAsync(db,
            $"""
            UPDATE drafts d SET case_id = {target} WHERE case_id = {source}
                AND NOT EXISTS (SELECT 1 FROM drafts o WHERE o.case_id = {target} AND o.agent_id = d.agent_id AND o.mode = d.mode)
            RETURNING d.id AS "Value"
            """, cancellationToken);
        move.Tasks = await IdsAsync(db, $"UPDATE case_tasks SET case_id = {target} WHERE case_id = {source} AND state = 'Open' RETURNING id AS \"Value\"", cancellationToken);
        move.Playbooks = await IdsAsync(db,
            $"""
            UPDATE open_playbooks p SET case_id = {target} WHERE case_id = {source}
                AND NOT EXISTS (SELECT 1 FROM open_playbooks o WHERE o.case_id = {target} AND o.playbook_id = p.playbook_id)
            RETURNING p.id AS "Value"
            """, cancellationToken);
        move.Links = await db.MoveLinksAsync(source, target, cancellationToken);
    }

    private static async Task<long[]> IdsAsync(InboxDb db, FormattableString sql, CancellationToken cancellationToken) =>
        [.. await db.Database.SqlQuery<long>(sql).ToListAsync(cancellationToken)];
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>
/// Takes a merge back: what it moved goes back, with the messages that came since and answer one of those. What else came
/// since stays with the survivor.
/// </summary>
internal static class CaseUnfolding
{
    private const string Reason = "merge undone";

    /// <summary>Both cases are locked; the caller saves.</summary>
    public static async Task UnfoldAsync(this InboxDb db, CaseMove move, LockedCase from, LockedCase into, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await MoveBackAsync(db, move, await GoingBackAsync(db, move, cancellationToken), cancellationToken);
        await RestoreSourceAsync(db, move, from, now, cancellationToken);
        await RestoreSurvivorAsync(db, move, into, now, cancellationToken);
        move.Undo(actor.AgentId, now);
        from.Note(CaseEventKind.MergeUndone, actor, now, $"with {into.Case.Number}");
        into.Note(CaseEventKind.MergeUndone, actor, now, $"with {from.Case.Number}");
    }

    private static async Task<long[]> GoingBackAsync(InboxDb db, CaseMove move, CancellationToken cancellationToken)
    {
        var here = await db.Messages.AsNoTracking().Where(m => m.CaseId == move.IntoId).OrderBy(m => m.Id)
            .Select(m => new { m.Id, m.ExternalId, m.ReceivedAt, m.AnswersId, m.InReplyTo, m.References })
            .ToListAsync(cancellationToken);
        var back = here.Select(m => m.Id).Intersect(move.Messages).ToHashSet();
        var ids = here.Where(m => m.ExternalId.Length > 0).GroupBy(m => m.ExternalId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        long? Named(string? id) => id is not null && ids.TryGetValue(id, out var known) ? known : null;
        foreach (var message in here.Where(m => m.ReceivedAt > move.At))
        {
            // The nearest that we know decides, as it does when mail is threaded.
            var parent = message.AnswersId ?? Named(message.InReplyTo) ?? message.References.Reverse().Select(Named).FirstOrDefault(id => id is not null);
            if (parent is { } known && back.Contains(known))
            {
                back.Add(message.Id);
            }
        }

        return [.. back];
    }

    private static async Task MoveBackAsync(InboxDb db, CaseMove move, long[] messages, CancellationToken cancellationToken)
    {
        var (source, survivor) = (move.FromId, move.IntoId);
        var (aliases, drafts, tasks, playbooks, links) = (move.Aliases, move.Drafts, move.Tasks, move.Playbooks, move.Links);
        var (people, followers, readers) = (move.Participants, move.Followers, move.Readers);
        await db.MoveMessagesAsync(messages, survivor, source, cancellationToken);
        await db.MoveKeysAsync(move.Keys, survivor, source, cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE cases SET folded_into_id = {source} WHERE id = ANY({aliases}) AND folded_into_id = {survivor}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE drafts SET case_id = {source} WHERE id = ANY({drafts}) AND case_id = {survivor}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE case_tasks SET case_id = {source} WHERE id = ANY({tasks}) AND case_id = {survivor}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE open_playbooks SET case_id = {source} WHERE id = ANY({playbooks}) AND case_id = {survivor}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO participants (case_id, handle_id, state)
            SELECT {source}, handle_id, state FROM participants
            WHERE case_id = {survivor} AND handle_id IN (SELECT handle_id FROM messages WHERE id = ANY({messages}))
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM participants p WHERE case_id = {survivor} AND handle_id = ANY({people})
                AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.case_id = {survivor} AND m.handle_id = p.handle_id)
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM case_followers WHERE case_id = {survivor} AND agent_id = ANY({followers})", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM case_readers WHERE case_id = {survivor} AND agent_id = ANY({readers})", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE case_links SET from_id = {source} WHERE id = ANY({links}) AND from_id = {survivor}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE case_links SET to_id = {source} WHERE id = ANY({links}) AND to_id = {survivor}", cancellationToken);
    }

    private static async Task RestoreSourceAsync(InboxDb db, CaseMove move, LockedCase from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = (await db.TurnsAsync(move.FromId, cancellationToken)).Where(t => t.At > move.At).ToList();
        var answer = since.Find(t => t.IsAnswer);
        from.Case.Unfold(move.FromStatus, move.FromMayBelongTo == move.IntoId ? null : move.FromMayBelongTo, now);
        await db.RecountAsync(from.Case, cancellationToken);
        from.Clocks.Unmerged(CaseFolding.Reason(move.IntoId), move.At, now, answer?.At);
        await OweFailedAsync(db, from, now, cancellationToken);
        var owed = from.Clocks.OwedSince;
        if (answer is not null)
        {
            from.Clocks.Answered(answer.Id, answer.At);
        }

        if (since.Count == 0)
        {
            return;
        }

        var before = from.Case.Status;
        owed = since.OwedSince(owed);
        from.Case.SetStatus(owed is null ? CaseStatus.Waiting : answer is null && move.FromStatus == CaseStatus.New ? CaseStatus.New : CaseStatus.Open, now);
        from.Clocks.StatusChanged(before, now);
        from.Clocks.OweSince(owed, now, Reason);
    }

    /// <summary>An answer that had stopped a cycle here did not arrive while its case was merged: this case owes it again.</summary>
    private static async Task OweFailedAsync(InboxDb db, LockedCase from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = from.Case.Id;
        var failed = await db.Messages
            .Where(m => m.CaseId == id && m.Failure != null && db.SlaClocks.Any(c => c.CaseId == id && c.StoppedByMessageId == m.Id))
            .OrderBy(m => m.Id).ToListAsync(cancellationToken);
        foreach (var message in failed)
        {
            await db.WithdrawAsync(from, message, CaseStatus.Open, now, cancellationToken);
        }
    }

    private static async Task RestoreSurvivorAsync(InboxDb db, CaseMove move, LockedCase into, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (@case, clocks, before, answered) = (into.Case, into.Clocks, into.Case.Status, into.Case.LastAnswerAt);
        var since = (await db.TurnsAsync(move.IntoId, cancellationToken)).Where(t => t.At > move.At).ToList();
        @case.SetTags(@case.Tags.Except(move.Tags, StringComparer.OrdinalIgnoreCase));
        await db.RecountAsync(@case, cancellationToken);
        if (since.Count == 0 && before == move.IntoStatusAfter && before != move.IntoStatus)
        {
            if (!move.IntoStatus.IsOpen())
            {
                // Nothing was promised by it that could be kept now.
                clocks.CancelAll(now, Reason);
            }

            @case.SetStatus(move.IntoStatus, now);
        }

        var owed = since.AsCounted(since.OwedSince(move.IntoOwedSince), clocks.OwedSince);
        if (owed is not null && @case.Status is CaseStatus.Waiting or CaseStatus.OnHold)
        {
            @case.SetStatus(CaseStatus.Open, now);
        }

        clocks.StatusChanged(before, now);
        if (@case.LastAnswerAt != answered)
        {
            clocks.FollowLastAnswer(now, Reason);
        }

        if (@case.IsOpen)
        {
            clocks.OweSince(owed, now, Reason);
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases.Linking;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>Opens the new case of a split, moves its part over, and settles what each of the two owes.</summary>
internal static class CaseSplitting
{
    /// <summary>The case is locked; the caller saves both.</summary>
    public static async Task<(CaseMove Move, LockedCase Opened)> SplitAsync(
        this InboxDb db, LockedCase from, CaseParts parts, string? subject, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(db, from, parts, subject, rules, actor, now, cancellationToken);
        var (source, target) = (from.Case.Id, opened.Case.Id);
        var (owedGoing, owedStaying) = (OwedBy(parts, going: true, from, now), OwedBy(parts, going: false, from, now));
        var move = new CaseMove
        {
            Kind = MoveKind.Split,
            FromId = source,
            IntoId = target,
            ById = actor.AgentId,
            At = now,
            FromStatus = from.Case.Status,
            IntoStatus = opened.Case.Status,
            Messages = parts.Going,
            Keys = parts.Keys,
        };
        db.CaseMoves.Add(move);
        db.CaseLinks.Add(new CaseLink { FromId = Math.Min(source, target), ToId = Math.Max(source, target), Kind = LinkKind.Related, ById = actor.AgentId, At = now });

        // Rows that move refer to the new case: it has to be there first.
        await db.SaveChangesAsync(cancellationToken);
        await db.MoveMessagesAsync(parts.Going, source, target, cancellationToken);
        await db.MoveKeysAsync(parts.Keys, source, target, cancellationToken);
        await CopyPeopleAsync(db, source, opened.Case, cancellationToken);

        var answered = from.Case.LastAnswerAt;
        await db.RecountAsync(from.Case, cancellationToken);
        await db.RecountAsync(opened.Case, cancellationToken);
        await SettleNewAsync(db, opened, from.Case.Status, owedGoing, now, cancellationToken);
        if (from.Case.LastAnswerAt != answered)
        {
            from.Clocks.FollowLastAnswer(now, $"split off to {opened.Case.Number}");
        }

        SettleOld(from, owedStaying, opened.Case.Number, now);
        from.Note(CaseEventKind.Split, actor, now, $"{parts.Going.Length} {(parts.Going.Length == 1 ? "message" : "messages")} to {opened.Case.Number}");
        opened.Note(CaseEventKind.SplitOff, actor, now, $"from {from.Case.Number} “{from.Case.Subject}”");
        return (move, opened);
    }

    private static async Task<LockedCase> OpenAsync(
        InboxDb db, LockedCase from, CaseParts parts, string? subject, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = (await db.NextIdsAsync<Case>(1, cancellationToken)).Dequeue();
        var first = parts.First;
        var @case = Case.Open(id, new CaseOpening
        {
            Subject = Words.Storable(string.IsNullOrWhiteSpace(subject) ? first.Subject.Length > 0 ? first.Subject : Words.OneLine(first.ReplyText) : subject.Trim()),
            ChannelId = first.ChannelId,
            DepartmentId = from.Case.DepartmentId,
            AssigneeId = from.Case.AssigneeId,
            CustomerId = parts.CustomerId,
            Priority = from.Case.Priority,
            Visibility = first.Visibility,
            RoutingReason = $"split from {from.Case.Number}",
        }, now);
        @case.Touch();
        db.Cases.Add(@case);
        return new LockedCase(@case, new CaseClocks(rules, @case, []), rules, db, actor, isNew: true);
    }

    /// <summary>
    /// What is owed of a part is what it holds of the messages that were unanswered. A case at rest owed nothing: whatever is
    /// split off from it unanswered is owed from now.
    /// </summary>
    private static DateTimeOffset? OwedBy(CaseParts parts, bool going, LockedCase from, DateTimeOffset now)
    {
        bool Here(Turn turn) => parts.Going.Contains(turn.Id) == going;
        if (!from.Case.IsOpen)
        {
            return parts.Turns.Where(Here).OwedSince() is null ? null : now;
        }

        if (from.Clocks.OwedSince is not { } since || parts.Turns.WaitedFor(since, from.Clocks.Owes(SlaMetric.FirstReply)).FirstOrDefault(Here) is not { } first)
        {
            return null;
        }

        return first.At > since ? first.At : since;
    }

    private static async Task SettleNewAsync(InboxDb db, LockedCase opened, CaseStatus before, DateTimeOffset? owed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (@case, customer) = (opened.Case, opened.Case.CustomerId);
        if (owed is null || @case.LastAnswerAt is not null)
        {
            @case.SetStatus(owed is null && before is CaseStatus.Waiting or CaseStatus.OnHold ? before : CaseStatus.Open, now);
        }

        var group = await db.Customers.Where(c => c.Id == customer).Select(c => c.Group).FirstOrDefaultAsync(cancellationToken);
        opened.Clocks.SplitOff(owed, now, group);
    }

    private static void SettleOld(LockedCase from, DateTimeOffset? owed, string to, DateTimeOffset now)
    {
        var before = from.Case.Status;
        if (!before.IsOpen() || from.Clocks.OwedSince is null)
        {
            return;
        }

        from.Clocks.OweSince(owed, now, $"split off to {to}");
        if (owed is null && before is CaseStatus.New or CaseStatus.Open)
        {
            from.Case.NoReplyNeeded(now);
            from.Clocks.StatusChanged(before, now, "split");
        }
    }

    /// <summary>Whoever is on the case, or was let in to read these messages, still is.</summary>
    private static async Task CopyPeopleAsync(InboxDb db, long source, Case opened, CancellationToken cancellationToken)
    {
        var (target, customer) = (opened.Id, opened.CustomerId);
        await db.Messages.Where(m => m.CaseId == target && m.Guest && db.Handles.Any(h => h.Id == m.HandleId && h.CustomerId == customer))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Guest, false), cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO participants (case_id, handle_id, state)
            SELECT {target}, p.handle_id, p.state FROM participants p
            WHERE p.case_id = {source} AND EXISTS (SELECT 1 FROM messages m WHERE m.case_id = {target} AND m.handle_id = p.handle_id)
                AND NOT EXISTS (SELECT 1 FROM handles h WHERE h.id = p.handle_id AND h.customer_id = {customer})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO case_readers (case_id, agent_id, by_id, at) SELECT {target}, agent_id, by_id, at FROM case_readers WHERE case_id = {source} ON CONFLICT DO NOTHING",
            cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Folds one case into another: its messages, keys and participants move, its clocks are cancelled, its number stays as an alias.</summary>
internal static class CaseFolding
{
    /// <summary>Both cases are locked by this transaction; the caller saves.</summary>
    public static async Task FoldAsync(this InboxDb db, LockedCase from, LockedCase into, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (source, target) = (from.Case.Id, into.Case.Id);
        from.Clocks.CancelAll(now, $"joined to {into.Case.Number}");
        await db.Messages.Where(m => m.CaseId == source).ExecuteUpdateAsync(set => set.SetProperty(m => m.CaseId, target), cancellationToken);
        await db.ThreadKeys.Where(k => k.CaseId == source).ExecuteUpdateAsync(set => set.SetProperty(k => k.CaseId, target), cancellationToken);
        await db.OutboundDeliveries.Where(d => d.CaseId == source).ExecuteUpdateAsync(set => set.SetProperty(d => d.CaseId, target), cancellationToken);
        await db.InboundDeliveries.Where(d => d.CaseId == source).ExecuteUpdateAsync(set => set.SetProperty(d => d.CaseId, target), cancellationToken);
        await db.Cases.Where(c => c.FoldedIntoId == source).ExecuteUpdateAsync(set => set.SetProperty(c => c.FoldedIntoId, target), cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE message_search SET case_id = {target} WHERE case_id = {source}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO participants (case_id, handle_id, state) SELECT {target}, handle_id, state FROM participants WHERE case_id = {source} ON CONFLICT DO NOTHING",
            cancellationToken);

        // Who writes on both keeps two drafts: the one here goes on under the joined case when it has none of its kind.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE drafts d SET case_id = {target} WHERE case_id = {source}
                AND NOT EXISTS (SELECT 1 FROM drafts o WHERE o.case_id = {target} AND o.agent_id = d.agent_id AND o.mode = d.mode)
            """,
            cancellationToken);

        var status = into.Case.Status;
        into.Case.TakeOver(from.Case);
        if (from.Case.IsOpen && from.Case.Status is CaseStatus.New or CaseStatus.Open)
        {
            into.Case.CustomerWrote(now);
            into.Clocks.StatusChanged(status, now);
            into.Clocks.CustomerWrote(now);
        }

        from.Case.FoldInto(target, now);
        from.Note(CaseEventKind.Folded, actor, now, $"into {into.Case.Number}");
        into.Note(CaseEventKind.Joined, actor, now, $"{from.Case.Number} “{from.Case.Subject}”");
    }
}

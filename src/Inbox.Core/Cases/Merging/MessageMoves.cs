using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>Takes messages from one case to another with all that hangs on each: its own key, its deliveries, its place in the search.</summary>
internal static class MessageMoves
{
    /// <summary>Both cases are locked. What is not on <paramref name="from"/> any more stays where it is.</summary>
    public static async Task MoveMessagesAsync(this InboxDb db, long[] messages, long from, long into, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"UPDATE messages SET case_id = {into} WHERE id = ANY({messages}) AND case_id = {from}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE thread_keys SET case_id = {into} WHERE case_id = {from} AND message_id = ANY({messages})", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE outbound_deliveries SET case_id = {into} WHERE message_id = ANY({messages}) AND case_id = {from}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE message_search SET case_id = {into} WHERE message_id = ANY({messages}) AND case_id = {from}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE inbound_deliveries SET case_id = {into} WHERE id IN (SELECT delivery_id FROM messages WHERE id = ANY({messages})) AND case_id = {from}",
            cancellationToken);
    }

    /// <param name="db">In the same transaction.</param>
    /// <param name="keys">As <see cref="CaseMove.Keys"/> writes them.</param>
    /// <param name="from">The case they name now.</param>
    /// <param name="into">The case they shall name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task MoveKeysAsync(this InboxDb db, string[] keys, long from, long into, CancellationToken cancellationToken) =>
        keys.Length == 0 ? Task.CompletedTask : db.Database.ExecuteSqlAsync(
            $"UPDATE thread_keys SET case_id = {into} WHERE case_id = {from} AND message_id IS NULL AND scope || ' ' || encode(key_hash, 'hex') = ANY({keys})",
            cancellationToken);

    /// <summary>What lists show of a case, from the messages that it holds now.</summary>
    public static async Task RecountAsync(this InboxDb db, Case @case, CancellationToken cancellationToken)
    {
        var totals = await db.Messages.Where(m => m.CaseId == @case.Id).GroupBy(m => 1).Select(g => new
        {
            Count = g.Count(),
            Reach = g.Max(m => m.Reach),
            LastAt = g.Max(m => m.ReceivedAt),
        }).SingleOrDefaultAsync(cancellationToken);
        var newest = await db.Messages
            .Where(m => m.CaseId == @case.Id && m.Direction != Direction.Note && m.Automatic != Automatic.Acknowledgement)
            .OrderByDescending(m => m.Id).Select(m => m.ReplyText).FirstOrDefaultAsync(cancellationToken);
        var lastAnswer = (await db.TurnsAsync(@case.Id, cancellationToken)).LastOrDefault(t => t.IsAnswer);
        @case.Recount(totals?.Count ?? 0, totals?.Reach ?? 0, totals?.LastAt, lastAnswer?.At, newest ?? "");
    }
}

using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>A message as the clocks see it: the customer wrote, or we answered. Notes, automatic mail and third parties are neither.</summary>
internal sealed record Turn(long Id, DateTimeOffset At, bool IsAnswer);

internal static class Turns
{
    /// <summary>Since when an answer is owed, after these in their order.</summary>
    /// <param name="turns">Oldest first.</param>
    /// <param name="owed">What was owed before the first of them.</param>
    public static DateTimeOffset? OwedSince(this IEnumerable<Turn> turns, DateTimeOffset? owed = null)
    {
        foreach (var turn in turns)
        {
            owed = turn.IsAnswer ? null : owed ?? turn.At;
        }

        return owed;
    }

    /// <summary>
    /// The customer's turns that a running reply clock waits for. A clock may have begun after the first of them: at the click
    /// that opened the case, or when a thanks turned out to need an answer. What came before that one was settled otherwise.
    /// </summary>
    /// <param name="turns">All of the case, oldest first.</param>
    /// <param name="since">When the clock began.</param>
    /// <param name="unanswered">Nobody has answered the case yet, so it waits for all of them.</param>
    public static IReadOnlyList<Turn> WaitedFor(this IReadOnlyList<Turn> turns, DateTimeOffset since, bool unanswered)
    {
        var asked = turns.Where(t => !t.IsAnswer).ToList();
        var first = asked.FindIndex(t => t.At == since) is >= 0 and var same ? same : asked.FindLastIndex(t => t.At <= since);
        return asked[(unanswered ? 0 : Math.Max(first, 0))..];
    }

    /// <summary>When a clock began that waits for what has been owed since then; that time itself where none does.</summary>
    /// <param name="turns">Oldest first.</param>
    /// <param name="owed">The message that an answer is owed to.</param>
    /// <param name="running">When the clock that runs began; null: none does.</param>
    public static DateTimeOffset? AsCounted(this IEnumerable<Turn> turns, DateTimeOffset? owed, DateTimeOffset? running) =>
        running > owed && !turns.Any(t => t.At > owed && t.At <= running) ? running : owed;

    public static async Task<List<Turn>> TurnsAsync(this InboxDb db, long caseId, CancellationToken cancellationToken)
    {
        var said = await db.Messages.AsNoTracking()
            .Where(m => m.CaseId == caseId && m.Direction != Direction.Note && (m.Automatic == Automatic.None || m.Automatic == Automatic.List) && !m.ToThirdParties)
            .OrderBy(m => m.ReceivedAt).ThenBy(m => m.Id)
            .Select(m => new
            {
                m.Id,
                m.ReceivedAt,
                m.Direction,
                m.Call,
                m.Failure,
                m.DeletedAt,
                ThirdParty = db.Participants.Any(p => p.CaseId == caseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty),
                NotYet = db.OutboundDeliveries.Any(d => d.MessageId == m.Id && (OutboundDelivery.NotYet.Contains(d.State) || d.State == OutboundState.Undone)),
            })
            .ToListAsync(cancellationToken);
        List<Turn> turns =
        [
            .. from m in said
               let spoke = m.Call is { Outcome: CallOutcome.Answered or CallOutcome.Resolved or CallOutcome.CallBackPromised }
                   || m.Call is { Outcome: CallOutcome.WrongNumber, Incoming: true }
               let answer = m.Call is null ? m.Direction == Direction.Outbound && m.Failure is null && !m.NotYet : spoke
               where answer || (m.Direction == Direction.Inbound && !m.ThirdParty)
               select new Turn(m.Id, m.ReceivedAt, answer),
        ];

        // Whose answer we deleted is owed one since then, as if they had asked then, unless there was a later one.
        turns.AddRange(said
            .Where(m => m is { Direction: Direction.Outbound, DeletedAt: not null } && !turns.Exists(t => t.IsAnswer && t.At > m.ReceivedAt && t.At <= m.DeletedAt))
            .Select(m => new Turn(m.Id, m.DeletedAt!.Value, IsAnswer: false)).ToList());
        return [.. turns.OrderBy(t => t.At).ThenBy(t => t.Id)];
    }
}

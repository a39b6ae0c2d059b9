using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>An answer turned out to be none (undone, failed, bounced): the case owes again what the answer had settled.</summary>
internal static class AnswerWithdrawal
{
    public static async Task WithdrawAsync(this InboxDb db, LockedCase locked, Message answer, CaseStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = locked.Case.Status;
        var answers = db.OtherAnswers(locked.Case.Id, answer.Id);
        var lastAnswer = await answers.MaxAsync(m => (DateTimeOffset?)m.ReceivedAt, cancellationToken);
        if (before == CaseStatus.Spam)
        {
            // Nothing runs on it, and nobody asked for it back.
            locked.Case.AnswerWithdrawn(before, lastAnswer, now);
            return;
        }

        if (!answer.ToThirdParties && lastAnswer > answer.ReceivedAt)
        {
            var later = await answers.Where(m => m.ReceivedAt > answer.ReceivedAt).OrderBy(m => m.ReceivedAt).Select(m => new { m.Id, m.ReceivedAt }).FirstAsync(cancellationToken);
            locked.Clocks.AnswerWithdrawn(answer.Id, later.Id, later.ReceivedAt);
            return;
        }

        locked.Case.AnswerWithdrawn(status, lastAnswer, now);
        locked.Clocks.AnswerWithdrawn(answer.Id, now);
        locked.Clocks.StatusChanged(before, now);
        if (locked.Case.IsOpen && await OwedElsewhereAsync(db, locked.Case.Id, answer, cancellationToken) is { } since)
        {
            locked.Clocks.OwesAgain(since, now);
        }
    }

    /// <summary>
    /// We deleted an answer that had arrived. What it had kept stays kept; unless a later one stands, its customer is owed
    /// another from now on, and the case is open for it.
    /// </summary>
    public static async Task AnswerDeletedAsync(this InboxDb db, LockedCase locked, Message answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = locked.Case.Status;
        if (answer is { AnswersId: null } or { ToThirdParties: true } || before is CaseStatus.Closed or CaseStatus.Spam)
        {
            return;
        }

        var lastAnswer = await db.OtherAnswers(locked.Case.Id, answer.Id).MaxAsync(m => (DateTimeOffset?)m.ReceivedAt, cancellationToken);
        if (lastAnswer > answer.ReceivedAt)
        {
            return;
        }

        locked.Case.AnswerWithdrawn(before == CaseStatus.New ? before : CaseStatus.Open, lastAnswer, now);
        locked.Clocks.StatusChanged(before, now);
        locked.Clocks.OwesAgain(now, now);
    }

    /// <summary>What else we answered on the case and stands.</summary>
    private static IQueryable<Message> OtherAnswers(this InboxDb db, long caseId, long answerId) => db.Messages
        .Where(m => m.CaseId == caseId && m.Direction == Direction.Outbound && m.Automatic == Automatic.None && m.Id != answerId && m.Failure == null && m.DeletedAt == null && !m.ToThirdParties
            && !db.OutboundDeliveries.Any(d => d.MessageId == m.Id && (OutboundDelivery.NotYet.Contains(d.State) || d.State == OutboundState.Undone)));

    /// <summary>
    /// A merge or split brought the answer here and left the cycle it stopped, which is history, with the other case. What was
    /// owed is owed here: since the earliest message that the cycle waited for and this case holds. Null when nothing stopped elsewhere.
    /// </summary>
    private static async Task<DateTimeOffset?> OwedElsewhereAsync(InboxDb db, long caseId, Message answer, CancellationToken cancellationToken)
    {
        var start = await db.SlaClocks
            .Where(c => c.StoppedByMessageId == answer.Id && c.CaseId != caseId && (c.Metric == SlaMetric.FirstReply || c.Metric == SlaMetric.NextReply))
            .MinAsync(c => (DateTimeOffset?)c.StartedAt, cancellationToken);
        return start is { } since
            ? (await db.TurnsAsync(caseId, cancellationToken)).Find(t => !t.IsAnswer && t.At >= since && t.At <= answer.ReceivedAt)?.At ?? since
            : null;
    }
}

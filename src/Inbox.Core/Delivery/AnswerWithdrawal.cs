using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>An answer turned out to be none (undone, failed, bounced): the case owes again what the answer had settled.</summary>
internal static class AnswerWithdrawal
{
    public static async Task WithdrawAsync(this InboxDb db, LockedCase locked, Message answer, CaseStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = locked.Case.Status;
        var lastAnswer = await db.Messages
            .Where(m => m.CaseId == locked.Case.Id && m.Direction == Direction.Outbound && m.Automatic == Automatic.None && m.Id != answer.Id && m.Failure == null)
            .MaxAsync(m => (DateTimeOffset?)m.ReceivedAt, cancellationToken);
        locked.Case.AnswerWithdrawn(status, lastAnswer, now);
        locked.Clocks.AnswerWithdrawn(answer.Id, now);
        locked.Clocks.StatusChanged(before, now);
    }
}

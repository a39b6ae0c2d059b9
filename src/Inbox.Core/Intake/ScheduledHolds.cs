using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>A customer who writes holds the answer that was to leave later: its author is asked at once, not when its time comes.</summary>
internal static class ScheduledHolds
{
    public static async Task HoldAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Heard
            .Where(m => m is { Direction: Direction.Inbound, CaseId: not null } && !m.Automatic.IsAutomatic()
                && batch.Cases.TryGetValue(m.CaseId.Value, out var found) && !found.IsNew
                && !(m.HandleId is { } handle && found.Participants.TryGetValue(handle, out var state) && state == ParticipantState.ThirdParty))
            .Select(m => m.CaseId!.Value).Distinct().ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        var scheduled = await db.OutboundDeliveries.Where(d => d.State == OutboundState.Scheduled && ids.Contains(d.CaseId))
            .Join(db.Messages, d => d.MessageId, m => m.Id, (d, m) => new { Delivery = d, Message = m })
            .ToListAsync(cancellationToken);
        foreach (var answer in scheduled)
        {
            await db.HoldAsync(batch.Cases[answer.Delivery.CaseId].Case, answer.Message, answer.Delivery, AnswerScheduling.CustomerWrote, batch.Now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

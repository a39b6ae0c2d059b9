using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// A hard bounce from the customer's address takes our answer back: it shows on the message, the case is owed again,
/// and the address is not written to any more. Delays and bounces of copies only mark the message.
/// </summary>
internal static class BounceMarks
{
    /// <summary>Returns the cases that changed.</summary>
    public static async Task<IReadOnlyCollection<long>> MarkAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var changed = new List<long>();
        foreach (var (parsed, caseId) in batch.Bounces)
        {
            var named = parsed.Message.Keys.FirstOrDefault(k => k is { Kind: ThreadKeyKind.Answer, Verified: true });
            if (named is not null && parsed.Message.Bounce is { } bounce)
            {
                await MarkAsync(db, batch, caseId, long.Parse(named.Value, CultureInfo.InvariantCulture), bounce, cancellationToken);
                changed.Add(caseId);
            }
        }

        return changed;
    }

    private static async Task MarkAsync(InboxDb db, FilingBatch batch, long caseId, long messageId, Bounce bounce, CancellationToken cancellationToken)
    {
        var answer = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId && m.Direction == Direction.Outbound, cancellationToken);
        if (answer is null || answer.Failure is not null)
        {
            return;
        }

        var reason = Words.Storable(Words.Cut(bounce.Reason.Length > 0 ? bounce.Reason : bounce.Status, 300));
        if (!bounce.Hard || !answer.To.Exists(p => Same(p.Address, bounce.Recipient)))
        {
            await db.OutboundDeliveries.Where(d => d.MessageId == messageId)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Detail, $"{bounce.Recipient}: {reason}"), cancellationToken);
            return;
        }

        if (answer.Automatic != Automatic.None)
        {
            // It had settled nothing, so nothing is owed again.
            answer.Failure = $"Came back from {bounce.Recipient}: {reason}";
            await db.OutboundDeliveries.Where(d => d.MessageId == messageId)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Bounced).SetProperty(d => d.Detail, reason), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var locked = await db.LockVisibleAsync(caseId, Actor.System, batch.Rules, cancellationToken);
        answer.Failure = $"Came back from {bounce.Recipient}: {reason}";
        await db.OutboundDeliveries.Where(d => d.MessageId == messageId)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Bounced).SetProperty(d => d.Detail, reason), cancellationToken);
        var dead = HandleKinds.Normalise(HandleKinds.Email, bounce.Recipient);
        await db.Handles.Where(h => h.Kind == HandleKinds.Email && h.Value == dead && h.DeadSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, batch.Now), cancellationToken);
        await db.WithdrawAsync(locked.Value, answer, CaseStatus.Open, batch.Now, cancellationToken);
        locked.Value.Note(CaseEventKind.AnswerBounced, Actor.System, batch.Now, reason);
        await locked.Value.SaveAsync(cancellationToken);
    }

    private static bool Same(string a, string b) =>
        HandleKinds.Normalise(HandleKinds.Email, a) == HandleKinds.Normalise(HandleKinds.Email, b);
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// What the far side reports about a message of ours. A report counts only when it names the message with our signature:
/// nobody else's word makes an address dead. What did not reach the customer is owed again; delays, and copies that came
/// back, only mark the message. A complaint ends automatic messages to the address.
/// </summary>
internal static class ReportMarks
{
    private const int LongestReason = 300;

    /// <summary>Returns the cases that changed.</summary>
    public static async Task<IReadOnlyCollection<long>> MarkAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var changed = new List<long>();
        foreach (var (parsed, messageId) in batch.Reports)
        {
            var answer = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId && m.Direction == Direction.Outbound, cancellationToken);
            if (answer?.CaseId is not { } caseId)
            {
                continue;
            }

            foreach (var bounce in parsed.Message.MoreBounces.Prepend(parsed.Message.Bounce).OfType<Bounce>())
            {
                await BouncedAsync(db, batch, caseId, answer, bounce, cancellationToken);
            }

            if (parsed.Message.Complaint is { } complaint)
            {
                await ComplainedAsync(db, batch, caseId, answer, complaint, cancellationToken);
            }

            changed.Add(caseId);
        }

        return changed;
    }

    private static async Task BouncedAsync(InboxDb db, FilingBatch batch, long caseId, Message answer, Bounce bounce, CancellationToken cancellationToken)
    {
        var reason = ReasonOf(bounce);
        var named = Recipient(answer, bounce.Recipient);
        if (bounce.Hard && named is not null)
        {
            var dead = HandleKinds.Normalise(HandleKinds.Email, named.Address);
            await db.Handles.Where(h => h.Kind == HandleKinds.Email && h.Value == dead && h.DeadSince == null)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, batch.Now), cancellationToken);
        }

        if (answer.Failure is not null)
        {
            return;
        }

        if (!bounce.Failed || named is null || !answer.To.Contains(named))
        {
            await db.OutboundDeliveries.Where(d => d.MessageId == answer.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Detail, $"{bounce.Recipient}: {reason}"), cancellationToken);
            return;
        }

        answer.Failure = $"Came back from {named.Address}: {reason}";
        await db.OutboundDeliveries.Where(d => d.MessageId == answer.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Bounced).SetProperty(d => d.Detail, reason), cancellationToken);
        if (answer.Automatic != Automatic.None)
        {
            // It had settled nothing, so nothing is owed again.
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var locked = await db.LockVisibleAsync(caseId, Actor.System, batch.Rules, cancellationToken);
        await db.WithdrawAsync(locked.Value, answer, CaseStatus.Open, batch.Now, cancellationToken);
        locked.Value.Note(CaseEventKind.AnswerBounced, Actor.System, batch.Now, reason);
        if (answer.AuthorId is { } author)
        {
            await db.TellAsync(new Notice(NotificationKind.AnswerTrouble, [author], locked.Value.Case, $"Your answer on {locked.Value.Case.Number} came back"), batch.Now, cancellationToken);
        }

        await locked.Value.SaveAsync(cancellationToken);
    }

    private static async Task ComplainedAsync(InboxDb db, FilingBatch batch, long caseId, Message answer, Complaint complaint, CancellationToken cancellationToken)
    {
        // Providers take the address out of what they pass on; then it is the one we wrote to.
        var address = Recipient(answer, complaint.Recipient)?.Address ?? (answer.To is [var only] ? only.Address : "");
        var handle = HandleKinds.Normalise(HandleKinds.Email, address);
        await db.Handles.Where(h => h.Kind == HandleKinds.Email && h.Value == handle && h.NoAutomaticSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.NoAutomaticSince, batch.Now), cancellationToken);
        db.Events.Add(new CaseEvent { CaseId = caseId, At = batch.Now, Kind = CaseEventKind.Complained, Detail = Words.Storable(Words.Cut(complaint.Reason, LongestReason)) });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Whom of those we wrote to the report means. A mailbox that passes its mail on comes back under an address that we never
    /// wrote to; where we wrote to one only, seen or unseen by the others, it is that one.
    /// </summary>
    private static Party? Recipient(Message answer, string reported)
    {
        List<Party> everybody = [.. answer.To, .. answer.Cc, .. answer.Bcc];
        var value = HandleKinds.Normalise(HandleKinds.Email, reported);
        return everybody.Find(p => HandleKinds.Normalise(HandleKinds.Email, p.Address) == value)
            ?? (everybody is [var only] ? only : null);
    }

    private static string ReasonOf(Bounce bounce)
    {
        var told = bounce.Reason.Length > 0 ? bounce.Reason : bounce.Status;
        return Words.Storable(Words.Cut(told.Length > 0 ? told : "the far side gave no reason", LongestReason));
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>Lets scheduled answers leave when their time has come. The case's lock decides between nodes, agents and new messages.</summary>
internal sealed class ScheduledAnswers(InboxDb db, Rulebook rulebook, ChannelKinds kinds, CaseParticipants participants, LiveNotifier live, TimeProvider time)
{
    private const int AtOnce = 20;

    public async Task LeaveDueAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var due = await db.OutboundDeliveries.AsNoTracking()
            .Where(d => d.State == OutboundState.Scheduled && d.NotBefore <= now)
            .OrderBy(d => d.NotBefore).Take(AtOnce)
            .Select(d => new { d.Id, d.CaseId })
            .ToListAsync(cancellationToken);
        foreach (var delivery in due)
        {
            db.ChangeTracker.Clear();
            await LeaveAsync(delivery.Id, delivery.CaseId, now, cancellationToken);
        }

        live.Publish(due.Select(d => d.CaseId));
    }

    private async Task LeaveAsync(long id, long caseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockVisibleAsync(caseId, Actor.System, rules, cancellationToken);
        var delivery = await db.OutboundDeliveries.SingleAsync(d => d.Id == id, cancellationToken);
        if (delivery.State != OutboundState.Scheduled)
        {
            // Edited, cancelled or sent while this waited for the case.
            return;
        }

        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == delivery.MessageId, cancellationToken);
        if (!locked.IsOk || message is null)
        {
            // Erased meanwhile: there is nothing left to send, and it must not stand before the others for ever.
            delivery.State = OutboundState.Undone;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        var kind = kinds.Of(rules.Channels[message.ChannelId]).Traits.HandleKind;
        if (await db.ObstacleAsync(locked.Value.Case, message, kind, cancellationToken) is { } why)
        {
            await db.HoldAsync(locked.Value.Case, message, delivery, why, now, cancellationToken);
        }
        else
        {
            await db.LeaveAsync(locked.Value, message, delivery, participants, notBefore: now, now, cancellationToken);
        }

        await locked.Value.SaveAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

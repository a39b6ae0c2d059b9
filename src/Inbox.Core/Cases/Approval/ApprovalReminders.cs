using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Approval;

/// <summary>Reminds approvers once half of the time is over that the promise had left when they were asked.</summary>
internal sealed class ApprovalReminders(InboxDb db, Rulebook rulebook, TimeProvider time) : IJob
{
    private const int AtOnce = 20;

    public string Name => "approval-reminders";

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (now, rules) = (time.Now(), await rulebook.GetAsync(cancellationToken));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var due = await db.OutboundDeliveries
            .FromSql($"SELECT * FROM outbound_deliveries WHERE state = 'AwaitingApproval' AND not_before <= {now} ORDER BY not_before LIMIT {AtOnce} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        foreach (var delivery in due)
        {
            delivery.NotBefore = Clock.Never;
            var found = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == delivery.CaseId, cancellationToken);
            var author = await db.Messages.Where(m => m.Id == delivery.MessageId).Select(m => m.AuthorId).SingleOrDefaultAsync(cancellationToken);
            var approvers = await db.ApproversAsync(found, author, rules, cancellationToken);
            await db.TellAsync(
                new Notice(NotificationKind.Approval, approvers, found, $"An answer on {found.Number} still waits for approval, and half of the time for it is over"), now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count == AtOnce;
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// Files parsed deliveries as messages on cases, serially per database: one filer keeps threads whole where several would tear them.
/// The table of contents of the way of a message: customer, thread, route, clocks, save.
/// </summary>
internal sealed class FileDeliveries(InboxDb db, Rulebook rulebook, Acknowledgements acknowledgements, TimeProvider time)
{
    /// <summary>Serialises filing over all nodes.</summary>
    private const long FilerLock = 0x1B0F11E5;

    private const int BurstOf = 20;

    /// <summary>Files what is still pending and returns the cases that changed.</summary>
    public async Task<IReadOnlyCollection<long>> FileAsync(IReadOnlyList<ParsedDelivery> parsed, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({FilerLock})", cancellationToken);
        var batch = new FilingBatch(rules, await StillPendingAsync(parsed, cancellationToken), time.Now());
        if (batch.Deliveries.Count == 0)
        {
            return [];
        }

        await FilingLoader.LoadAsync(db, batch, cancellationToken);
        foreach (var delivery in batch.Deliveries)
        {
            File(batch, delivery);
        }

        ImportedThreads.Settle(batch);
        await acknowledgements.AddAsync(batch, cancellationToken);
        await FilingStore.SaveAsync(db, batch, cancellationToken);
        var reported = await ReportMarks.MarkAsync(db, batch, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [.. batch.Outcomes.Select(o => o.CaseId).OfType<long>().Concat(reported).Distinct()];
    }

    /// <summary>A lease may have run out while the batch waited; whoever filed a row first has filed it.</summary>
    private async Task<IReadOnlyList<ParsedDelivery>> StillPendingAsync(IReadOnlyList<ParsedDelivery> parsed, CancellationToken cancellationToken)
    {
        var ids = parsed.Select(p => p.Delivery.Id).ToArray();
        var pending = await db.Database
            .SqlQuery<long>($"SELECT id AS \"Value\" FROM inbound_deliveries WHERE id = ANY({ids}) AND state = 'Pending' FOR UPDATE")
            .ToListAsync(cancellationToken);
        return [.. parsed.Where(p => pending.Contains(p.Delivery.Id)).OrderBy(p => p.Delivery.Id)];
    }

    private static void File(FilingBatch batch, ParsedDelivery parsed)
    {
        var (delivery, message) = (parsed.Delivery, parsed.Message);
        var sender = batch.Handles[KeyOf(FilingLoader.SenderOf(batch, parsed))];
        if (CaseThreader.Revised(batch, parsed) is { } post)
        {
            MessageRevisions.Revise(batch, parsed, post);
            return;
        }

        var place = CaseThreader.Place(batch, parsed, sender);
        if (place.SecondDeliveryOf is { } first)
        {
            SecondDoors.Add(batch, parsed, first);
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Filed, first.CaseId, first.Id));
            return;
        }

        if (message.FromOurselves && ImportedThreads.WhyNot(batch, parsed) is { } reason)
        {
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Ignored, null, null, reason));
            return;
        }

        if (place.Target is null && place.FollowsUp is null && IsBurst(batch, delivery, sender))
        {
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Held, null, null, $"More than {BurstOf} messages from this sender in ten minutes.", HeldFrom: sender.Id));
            return;
        }

        var filed = MessageFiling.Write(batch, parsed, sender, place);
        Join(batch, parsed, sender, place, filed);
        batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Filed, filed.CaseId, filed.Id));
    }

    private static void Join(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place, Message message)
    {
        if (place.Target is { } target)
        {
            message.Join(target.Case.Id);
            target.Case.Add(message);
            if (parsed.Delivery.Import)
            {
                ImportedThreads.Joined(batch, target, message);
            }
            else
            {
                MessageFiling.Affect(batch, target, sender, message);
            }

            foreach (var younger in place.Folds ?? [])
            {
                batch.Folds.Add((younger, target));
            }

            if (place.MayBelongTo is { } other)
            {
                target.Case.MayBelongTo(other);
            }
        }
        else if (OpensCase(parsed.Message))
        {
            CaseOpenings.Open(batch, parsed, sender, place, message);
        }

        if (message.CaseId is { } caseId && batch.Cases.TryGetValue(caseId, out var joined))
        {
            Companions.Remember(batch, parsed, joined, sender);
            if (message.Direction == Direction.Inbound && !message.Automatic.IsAutomatic())
            {
                joined.LastHeardAt = ImportedThreads.Later(joined.LastHeardAt, message.ReceivedAt);
            }
        }

        if ((parsed.Message.Bounce is not null || parsed.Message.Complaint is not null) && !parsed.Delivery.Import && CaseThreader.Answered(batch, parsed.Message) is { } ours)
        {
            batch.Reports.Add((parsed, ours));
        }

        MessageFiling.RememberKeys(batch, parsed.Message, message);
    }

    /// <summary>Automatic mail that joins no case is listed, not opened; a mention opens one only when its channel says so.</summary>
    private static bool OpensCase(IncomingMessage message) =>
        message.OpensCase && !message.Automatic.IsAutomatic();

    private static bool IsBurst(FilingBatch batch, ClaimedDelivery delivery, Handle sender)
    {
        if (delivery.Import || delivery.Released)
        {
            return false;
        }

        var count = batch.Recent[sender.Id] = batch.Recent.GetValueOrDefault(sender.Id) + 1;
        return count > BurstOf;
    }

    private static (string Kind, string Value) KeyOf(Sender sender) => (sender.Kind, sender.Value);
}

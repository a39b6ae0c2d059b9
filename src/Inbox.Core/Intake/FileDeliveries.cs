using System.Runtime.InteropServices;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing;
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

    private const int MostOfSender = 20;

    /// <summary>Where senders type who they are, a program has a new name each time.</summary>
    private const int MostTyped = 60;

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
        PlaybookOpening.Open(batch);
        await RuledAssignees.FindAsync(db, batch, cancellationToken);
        await acknowledgements.AddAsync(batch, cancellationToken);
        await FilingStore.SaveAsync(db, batch, cancellationToken);
        await RuleHits.CountAsync(db, batch.Routed, batch.Now, cancellationToken);
        await ScheduledHolds.HoldAsync(db, batch, cancellationToken);
        await CustomerWords.TellAsync(db, batch, cancellationToken);
        await NoticeReports.MarkAsync(db, batch, cancellationToken);
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
        if (NoticeReports.Took(batch, parsed))
        {
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Ignored, null, null, NoticeReports.Ignored));
            return;
        }

        if (Tombstones.Took(batch, parsed))
        {
            return;
        }

        if (CaseThreader.Revised(batch, parsed) is { } post)
        {
            MessageRevisions.Revise(batch, parsed, post, LateCases.Open(batch, parsed, post.Id));
            return;
        }

        var sender = batch.SenderOf(parsed);
        var place = CaseThreader.Place(batch, parsed, sender);
        if (place.SecondDeliveryOf is { } first)
        {
            SecondDoors.Add(batch, parsed, first);
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Filed, LateCases.Open(batch, parsed, first.Id), first.Id));
            return;
        }

        if (message.FromOurselves && ImportedThreads.WhyNot(batch, parsed) is { } reason)
        {
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Ignored, null, null, reason));
            return;
        }

        if (place.Target is null && place.FollowsUp is null && BurstOf(batch, parsed, sender) is { } burst)
        {
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Held, null, null, burst, HeldFrom: sender.Id));
            return;
        }

        var routing = place.Target is null && OpensCase(message) ? CaseOpenings.Route(batch, parsed, sender, place) : null;
        if (routing?.Fate == RuleFate.Held && delivery is { Import: false, Released: false })
        {
            batch.Routed.Add(routing);
            batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Held, null, null, $"Held by {routing.Reason}.", HeldFrom: sender.Id));
            return;
        }

        var filed = MessageFiling.Write(batch, parsed, sender, place);
        Join(batch, parsed, sender, place, filed, routing);
        batch.Outcomes.Add(new Filed(delivery.Id, InboundState.Filed, filed.CaseId, filed.Id));
    }

    public static void Join(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place, Message message, RoutingDecision? routing)
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
                MessageFiling.Affect(batch, target, sender, message, parsed.Delivery.ReceivedAt);
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
        else if (routing is not null)
        {
            CaseOpenings.Open(batch, parsed, sender, place, message, routing);
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

        MessageFiling.RememberKeys(batch, parsed.Message, sender, message);
    }

    /// <summary>Automatic mail that joins no case is listed, not opened; a mention opens one only when its channel says so.</summary>
    public static bool OpensCase(IncomingMessage message) =>
        message.OpensCase && !message.Automatic.IsAutomatic();

    /// <summary>Why it waits for a person, in words; null for what is no burst.</summary>
    private static string? BurstOf(FilingBatch batch, ParsedDelivery parsed, Handle sender)
    {
        var delivery = parsed.Delivery;
        if (delivery.Import || delivery.Released || parsed.Message is { Visibility: Visibility.Public, OpensCase: false })
        {
            // A mention opens nothing and asks for nothing, so however many of them there are, nobody is flooded.
            return null;
        }

        if (++CollectionsMarshal.GetValueRefOrAddDefault(batch.Recent, sender.Id, out _) > MostOfSender)
        {
            return $"More than {MostOfSender} messages from this sender in ten minutes.";
        }

        return parsed.Message.SenderTyped && ++CollectionsMarshal.GetValueRefOrAddDefault(batch.RecentTyped, delivery.ChannelId, out _) > MostTyped
            ? $"More than {MostTyped} messages through this door in ten minutes."
            : null;
    }
}

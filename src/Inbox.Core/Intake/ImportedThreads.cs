using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// Conversations of an archive: both sides of them, with their dates. What was answered, or idle for 30 days, arrives
/// closed; for the rest the clocks run from the import. Nothing is acknowledged, notified or offered.
/// </summary>
internal static class ImportedThreads
{
    private static readonly TimeSpan Idle = TimeSpan.FromDays(30);

    /// <summary>The customer of a message: who wrote it, or for an archived message of ours who got it.</summary>
    public static Party OtherSide(FilingBatch batch, ParsedDelivery parsed) =>
        parsed.Delivery.Import && parsed.Message.FromOurselves && Outsider(batch, parsed) is { } customer ? customer : parsed.Message.From;

    /// <summary>Why a message from one of our own addresses is not filed; null for one of an archive that is a message of ours to somebody.</summary>
    public static string? WhyNot(FilingBatch batch, ParsedDelivery parsed)
    {
        if (!parsed.Delivery.Import)
        {
            return "Sent from one of our own channel addresses: we are not a customer.";
        }

        if (Outsider(batch, parsed) is null)
        {
            return "Sent from one of our own channel addresses to ourselves.";
        }

        // What Inbox sent has no version: it was never received.
        return CaseThreader.Own(parsed.Message) is { } own && batch.Keys.TryGetValue(own, out var known) && known.MessageId is { } id
            && batch.Messages.TryGetValue(id, out var sent) && sent is { Direction: Direction.Outbound, Version.Length: 0 }
                ? "Sent by Inbox itself: it is on its case already."
                : null;
    }

    /// <summary>When the customer was last heard on the cases that the batch found.</summary>
    public static async Task LoadAsync(InboxDb db, FilingBatch batch, long[] caseIds, CancellationToken cancellationToken)
    {
        var heard = await db.Messages
            .Where(m => m.CaseId != null && caseIds.Contains(m.CaseId.Value) && m.Direction == Direction.Inbound
                && (m.Automatic == Automatic.None || m.Automatic == Automatic.List))
            .GroupBy(m => m.CaseId!.Value)
            .Select(g => new { CaseId = g.Key, At = g.Max(m => m.ReceivedAt) })
            .ToListAsync(cancellationToken);
        foreach (var last in heard)
        {
            batch.Cases[last.CaseId].LastHeardAt = last.At;
        }
    }

    /// <summary>An imported message is on this case now.</summary>
    public static void Joined(FilingBatch batch, FilingCase filing, Message message)
    {
        if (message.Direction == Direction.Outbound && !message.Automatic.IsAutomatic())
        {
            filing.Case.AnsweredBefore(message.ReceivedAt);
        }

        batch.Imported.Add(filing);
    }

    /// <summary>How each case stands, after all messages of the batch. What a person has decided about a case stays.</summary>
    public static void Settle(FilingBatch batch)
    {
        foreach (var (from, into) in batch.Folds.Where(f => batch.Imported.Contains(f.Into) || batch.Imported.Contains(f.From)))
        {
            // What becomes one case is judged as one; the younger half owes nothing of its own any more.
            into.LastHeardAt = Later(into.LastHeardAt, from.LastHeardAt);
            if (from.Case.LastAnswerAt is { } answered)
            {
                into.Case.AnsweredBefore(answered);
            }

            from.Clocks.CancelAll(batch.Now, "imported");
            from.Case.SetStatus(CaseStatus.Closed, batch.Now);
            batch.Imported.Add(into);
            batch.Imported.Remove(from);
        }

        foreach (var filing in batch.Imported)
        {
            var @case = filing.Case;
            if (@case.TouchedByPerson || @case.Status is not (CaseStatus.New or CaseStatus.Open or CaseStatus.Closed))
            {
                continue;
            }

            var (heard, answered) = (filing.LastHeardAt, @case.LastAnswerAt);
            var last = answered is { } a && !(heard > a) ? a : heard ?? batch.Now;
            if (heard is null || answered >= heard || last < batch.Now - Idle)
            {
                filing.Clocks.CancelAll(batch.Now, "imported");
                @case.SetStatus(CaseStatus.Closed, last);
            }
            else
            {
                @case.SetStatus(answered is null ? CaseStatus.New : CaseStatus.Open, batch.Now);
                filing.Clocks.TakenOver(batch.Now, answered is not null, @case.CustomerId is { } customer ? batch.Groups.GetValueOrDefault(customer) : null);
            }
        }
    }

    /// <summary>The later of two, either of which may be missing.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static Party? Outsider(FilingBatch batch, ParsedDelivery parsed)
    {
        var message = parsed.Message;
        var own = batch.Rules.Info(batch.Rules.Channels[parsed.Delivery.ChannelId]).OwnAddresses;
        return message.To.Concat(message.Cc).FirstOrDefault(p => HandleKinds.Normalise(message.HandleKind, p.Address) is { Length: > 0 } value && !own.Contains(value, StringComparer.Ordinal));
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// A post that was filed as a mention without a case comes again, and now as said to us: by a search first and then by the
/// inbox of the account, say. It gets the case that it would have had, and stays one message.
/// </summary>
internal static class LateCases
{
    /// <summary>The stored mentions among what the batch names, locked so that nobody opens a case of them meanwhile.</summary>
    public static async Task LoadAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Deliveries
            .Where(d => FileDeliveries.OpensCase(d.Message) && !d.Delivery.Import)
            .Select(d => CaseThreader.Own(d.Message) is { } own && batch.Keys.TryGetValue(own, out var known) ? known.MessageId : null)
            .OfType<long>().Where(id => batch.Messages.TryGetValue(id, out var known) && IsMention(known)).Distinct().ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        var mentions = await db.Messages.FromSql($"SELECT * FROM messages WHERE id = ANY({ids}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        foreach (var mention in mentions)
        {
            batch.Mentions[mention.Id] = mention;
            batch.Messages[mention.Id] = batch.Messages[mention.Id] with { CaseId = mention.CaseId, Deleted = mention.DeletedAt is not null };
        }
    }

    /// <summary>The case that the message has now; null where it stays without one.</summary>
    public static long? Open(FilingBatch batch, ParsedDelivery parsed, long messageId)
    {
        var known = batch.Messages[messageId];
        if (!IsMention(known) || parsed.Delivery.Import || !FileDeliveries.OpensCase(parsed.Message)
            || (batch.Mentions.GetValueOrDefault(messageId) ?? batch.NewMessages.Find(m => m.Id == messageId)) is not { CaseId: null } mention)
        {
            return known.CaseId;
        }

        var sender = batch.SenderOf(parsed);
        var place = CaseThreader.Anew(batch, parsed, sender);
        var routing = place.Target is null ? CaseOpenings.Route(batch, parsed, sender, place) : null;
        if (routing?.Fate == RuleFate.Held)
        {
            return null;
        }

        FileDeliveries.Join(batch, parsed, sender, place, mention, routing);
        if (routing is not null && mention.ChannelId != parsed.Delivery.ChannelId)
        {
            batch.Cases[mention.CaseId!.Value].Case.CameBy(parsed.Delivery.ChannelId, routing, routing.Reason);
        }

        Bind(batch, parsed.Message, known with { CaseId = mention.CaseId });
        if (batch.Mentions.ContainsKey(messageId))
        {
            batch.LateMessages.Add(mention);
        }

        return mention.CaseId;
    }

    /// <summary>What answers these posts later joins their cases.</summary>
    public static async Task SaveAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        foreach (var mention in batch.LateMessages)
        {
            await db.ThreadKeys.Where(k => k.MessageId == mention.Id && k.CaseId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.CaseId, mention.CaseId), cancellationToken);
        }
    }

    private static void Bind(FilingBatch batch, IncomingMessage message, KnownMessage known)
    {
        batch.Messages[known.Id] = known;
        if (CaseThreader.Own(message) is { } own)
        {
            var target = batch.Keys[own] = new KeyTarget(known.CaseId, known.Id);
            if (batch.NewKeys.ContainsKey(own))
            {
                batch.NewKeys[own] = target;
            }
        }
    }

    private static bool IsMention(KnownMessage known) => known is { CaseId: null, Direction: Direction.Inbound, Deleted: false };
}

using System.Globalization;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>Looks up by set what a batch needs, and locks the cases it may change, in id order.</summary>
internal static class FilingLoader
{
    /// <summary>A count by their ids reads no more than these.</summary>
    private const int LastDeliveries = 2_000;

    private static readonly TimeSpan BurstWindow = TimeSpan.FromMinutes(10);

    public static async Task LoadAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        batch.Handles = await db.MatchAsync([.. batch.Deliveries.Where(d => !d.Message.Deleted).SelectMany(d => Companions.Of(batch, d).Prepend(SenderOf(batch, d)))], batch.Now, cancellationToken);
        await LoadKeysAsync(db, batch, cancellationToken);
        await LoadCustomersAsync(db, batch, cancellationToken);
        await LoadCasesAsync(db, batch, cancellationToken);
        batch.CaseIds = await db.NextIdsAsync<Case>(batch.Deliveries.Count, cancellationToken);
        batch.MessageIds = await db.NextIdsAsync<Message>(batch.Deliveries.Count, cancellationToken);
        batch.AttachmentIds = await db.NextIdsAsync<Attachment>(batch.Deliveries.Sum(d => d.Message.Attachments.Count), cancellationToken);
    }

    public static Sender SenderOf(FilingBatch batch, ParsedDelivery parsed)
    {
        var message = parsed.Message;
        var from = ImportedThreads.OtherSide(batch, parsed);
        var value = HandleKinds.Normalise(message.HandleKind, Words.Storable(from.Address));
        var nameless = value.Length == 0;
        if (nameless)
        {
            // Nobody is named; all such messages of a door belong to one nameless customer that an agent can sort out.
            value = $"unknown@{batch.Rules.Channels[parsed.Delivery.ChannelId].Key}";
        }

        return new Sender(message.HandleKind, Words.Cut(value, 400), Words.Storable(from.Address), Words.Storable(from.Name), message.Reach, Shared: nameless);
    }

    private static async Task LoadKeysAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var keys = batch.Deliveries
            .SelectMany(d => CaseThreader.KeysOf(d.Message, d.Message.Deleted ? null : batch.SenderOf(d)))
            .Distinct().ToList();
        var scopes = keys.Select(k => k.Scope).ToArray();
        var hashes = keys.Select(k => k.Bytes).ToArray();
        var rows = await db.ThreadKeys
            .FromSql($"SELECT k.* FROM unnest({scopes}, {hashes}) AS i (scope, key_hash) JOIN thread_keys k USING (scope, key_hash)")
            .AsNoTracking().ToListAsync(cancellationToken);
        batch.Keys = rows.ToDictionary(r => new HashedKey(r.Scope, Convert.ToHexString(r.KeyHash)), r => new KeyTarget(r.CaseId, r.MessageId));

        var named = batch.Deliveries.SelectMany(d => d.Message.Keys)
            .Where(k => k is { Kind: ThreadKeyKind.Answer, Verified: true })
            .Select(k => long.Parse(k.Value, CultureInfo.InvariantCulture))
            .Concat(rows.Where(r => r.MessageId is not null).Select(r => r.MessageId!.Value))
            .Distinct().ToArray();
        batch.Messages = named.Length == 0 ? [] : await db.Messages
            .Where(m => named.Contains(m.Id))
            .Select(m => new KnownMessage(m.Id, m.CaseId, m.ChannelId, m.Version, m.Direction, m.AlsoChannelIds, m.DeletedAt != null))
            .ToDictionaryAsync(m => m.Id, cancellationToken);
        await LateCases.LoadAsync(db, batch, cancellationToken);

        var numbers = batch.Deliveries.SelectMany(d => d.Message.Keys)
            .Where(k => k.Kind == ThreadKeyKind.CaseNumber)
            .Select(k => long.TryParse(k.Value, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .Where(n => n > 0).Distinct().ToArray();
        batch.Numbers = numbers.Length == 0 ? [] : await db.Cases
            .Where(c => numbers.Contains(c.Id))
            .Select(c => new { c.Id, Current = c.FoldedIntoId ?? c.Id })
            .ToDictionaryAsync(c => c.Id, c => c.Current, cancellationToken);
    }

    private static async Task LoadCustomersAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var customers = batch.Handles.Values.Select(h => h.CustomerId).Distinct().ToArray();
        batch.Groups = await db.Customers
            .Where(c => customers.Contains(c.Id) && c.Group != null)
            .ToDictionaryAsync(c => c.Id, c => c.Group!, cancellationToken);
        batch.OpenCases = await db.Cases
            .Where(c => c.CustomerId != null && customers.Contains(c.CustomerId.Value) && c.IsOpen)
            .GroupBy(c => c.CustomerId!.Value)
            .Select(g => new { g.Key, Newest = g.Max(c => c.Id) })
            .ToDictionaryAsync(g => g.Key, g => g.Newest, cancellationToken);

        if (batch.Rules.Router.AsksEarlierCases)
        {
            batch.EarlierCases = await CustomerPast.OfAsync(db, customers, cancellationToken);
        }

        var handles = batch.Handles.Values.Select(h => h.Id).ToArray();
        var since = batch.Now - BurstWindow;
        batch.Recent = await db.Messages
            .Where(m => m.HandleId != null && handles.Contains(m.HandleId.Value) && m.ReceivedAt > since && m.Direction == Direction.Inbound
                && (m.Visibility == Visibility.Private || m.CaseId != null))
            .GroupBy(m => m.HandleId!.Value)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        // A flood that is held goes on being one: it is not let in again as its first letters age.
        var held = await db.InboundDeliveries
            .Where(d => d.State == InboundState.Held && d.HandleId != null && handles.Contains(d.HandleId.Value) && d.ReceivedAt > since)
            .GroupBy(d => d.HandleId!.Value)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        foreach (var sender in held)
        {
            batch.Recent[sender.Key] = batch.Recent.GetValueOrDefault(sender.Key) + sender.Count;
        }

        await LoadTypedAsync(db, batch, since, cancellationToken);
    }

    /// <summary>A flood whose every message bears another address is known by its door alone. It is looked for among the last deliveries.</summary>
    private static async Task LoadTypedAsync(InboxDb db, FilingBatch batch, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var doors = batch.Deliveries.Where(d => d.Message.SenderTyped).Select(d => d.Delivery.ChannelId).Distinct().ToArray();
        if (doors.Length == 0)
        {
            return;
        }

        var from = batch.Deliveries.Min(d => d.Delivery.Id) - LastDeliveries;
        batch.RecentTyped = await db.InboundDeliveries
            .Where(d => d.Id > from && doors.Contains(d.ChannelId) && d.ReceivedAt > since && (d.State == InboundState.Filed || d.State == InboundState.Held))
            .GroupBy(d => d.ChannelId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    private static async Task LoadCasesAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var joins = batch.Deliveries.Any(d => batch.Rules.Channels[d.Delivery.ChannelId].JoinOpenCase);
        var ids = batch.Keys.Values.Select(k => k.CaseId).OfType<long>()
            .Concat(batch.Messages.Values.Select(m => m.CaseId).OfType<long>())
            .Concat(batch.Numbers.Values)
            .Concat(joins ? batch.OpenCases.Values : [])
            .Distinct().ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        // Locked together with the rest, in id order.
        batch.FollowUps = await db.Cases
            .Where(c => c.FollowUpOfId != null && ids.Contains(c.FollowUpOfId.Value) && c.Status != CaseStatus.Closed)
            .GroupBy(c => c.FollowUpOfId!.Value)
            .Select(g => new { g.Key, Newest = g.Max(c => c.Id) })
            .ToDictionaryAsync(g => g.Key, g => g.Newest, cancellationToken);
        ids = [.. ids.Union(batch.FollowUps.Values)];
        var cases = await db.Cases.FromSql($"SELECT * FROM cases WHERE id = ANY({ids}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        var clocks = (await db.SlaClocks.Where(c => ids.Contains(c.CaseId)).OrderBy(c => c.Id).ToListAsync(cancellationToken)).ToLookup(c => c.CaseId);
        foreach (var found in cases)
        {
            batch.Cases[found.Id] = new FilingCase(found, new CaseClocks(batch.Rules, found, clocks[found.Id]), isNew: false);
        }

        if (batch.Deliveries.Any(d => d.Delivery.Import))
        {
            await ImportedThreads.LoadAsync(db, batch, ids, cancellationToken);
        }

        foreach (var participant in await db.Participants.AsNoTracking().Where(p => ids.Contains(p.CaseId)).ToListAsync(cancellationToken))
        {
            batch.Cases[participant.CaseId].Participants[participant.HandleId] = participant.State;
        }
    }
}
